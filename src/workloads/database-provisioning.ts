import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Organization } from "../config/model";
import { organizationRequest } from "../database/credentials-request";
import type { OrganizationSecrets } from "./organization-secrets";
import { rotationSchedule } from "./rotation-schedule";

export interface DatabaseProvisioningProps {
  readonly organization: Organization;
  readonly secrets: OrganizationSecrets;
  readonly functionName: string;
  readonly functionArn: string;
  /** The instance as AWS knows it: on another one, say one that was restored, everything is made anew. */
  readonly databaseResourceId: string;
  /** Host name that clients call: with another one, the secret is written anew. */
  readonly clientAddress: string;
  /** What the function needs before it can run. @default - it is there with all it needs */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Has the credentials function make the organization's database, logins and first credentials while Terraform applies,
 * so that a failure fails the apply; then hands rotation to Secrets Manager. Destroying it locks the logins and keeps
 * the data.
 *
 * The state holds what is said here, names and ARNs, and what the function answers, names. No secret version is a
 * resource: Terraform would keep its value, and fight every rotation.
 */
export class DatabaseProvisioning extends Construct {
  /** What pods come after: before, they would have no credentials to mount. */
  readonly done: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DatabaseProvisioningProps) {
    super(scope, id);
    const { organization, secrets, functionName, functionArn } = props;
    // Made anew, not updated, when anything changes: the provider takes an update for done even where the function failed,
    // and would never repeat it.
    const invocation = new LambdaInvocation(this, "Resource", {
      functionName,
      lifecycleScope: "CREATE_ONLY",
      // ARNs are references that Terraform resolves: the function itself checks them.
      input: Fn.jsonencode(
        organizationRequest("provision", organization, {
          credentials: secrets.credentials.arn,
          generated: secrets.encryptionKeyArns,
        }),
      ),
      triggers: { instance: props.databaseResourceId, address: props.clientAddress },
      // The guard before the value: a secret must not be readable by others for a moment.
      dependsOn: [...secrets.guards, ...(props.dependsOn ?? [])],
    });
    // Does nothing until it is destroyed, and must never change, so that a delete always means removal; on another
    // function, that of an instance of its own, the old one locks it out after the new one has let it in.
    new LambdaInvocation(this, "removal", {
      functionName,
      lifecycleScope: "CRUD",
      input: Fn.jsonencode({
        removal: { organization: organization.name, secretArn: secrets.credentials.arn },
      }),
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [invocation],
    });
    new SecretsmanagerSecretRotation(this, "rotation", {
      secretId: secrets.credentials.arn,
      rotationLambdaArn: functionArn,
      // The function has just written credentials; to try the schedule, Secrets Manager only tests them.
      rotateImmediately: false,
      rotationRules: rotationSchedule(organization),
      dependsOn: [invocation],
    });
    this.done = invocation;
  }
}

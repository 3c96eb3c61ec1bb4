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
  /** Resource id of the instance: on another instance, such as a restored one, everything is provisioned again. */
  readonly databaseResourceId: string;
  /** Host name for clients: if it changes, the secret is written again. */
  readonly clientAddress: string;
  /** Resources that the function needs before it can run. @default - none: it already exists with all that it needs */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * Lets the credentials function create the organization's database, logins and first credentials while Terraform
 * applies, so that a failure fails the apply; then enables rotation by Secrets Manager. Destroying it locks the logins
 * and keeps the data.
 *
 * The state contains the function's input and response: names and ARNs. No secret version is a resource: Terraform
 * would store its value, and revert every rotation.
 */
export class DatabaseProvisioning extends Construct {
  /** For `dependsOn` of pods: before, there are no credentials to mount. */
  readonly done: ITerraformDependable;

  constructor(scope: Construct, id: string, props: DatabaseProvisioningProps) {
    super(scope, id);
    const { organization, secrets, functionName, functionArn } = props;
    // Replaced, not updated, at every change: the provider records an update as done even if the function failed, and
    // would never repeat it.
    const invocation = new LambdaInvocation(this, "Resource", {
      functionName,
      lifecycleScope: "CREATE_ONLY",
      // ARNs are references that Terraform resolves at apply; the function validates them.
      input: Fn.jsonencode(
        organizationRequest("provision", organization, {
          credentials: secrets.credentials.arn,
          generated: secrets.encryptionKeyArns,
        }),
      ),
      triggers: { instance: props.databaseResourceId, address: props.clientAddress },
      // The secret's policy before its value: otherwise other principals could read it for a moment.
      dependsOn: [...secrets.guards, ...(props.dependsOn ?? [])],
    });
    // Does nothing until it is destroyed, and must never change, so that a deletion always means removal. If the
    // organization moves to another function (that of a dedicated instance), the old function locks it out after the
    // new one has provisioned it.
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
      // The function has just written credentials, so Secrets Manager only tests the schedule.
      rotateImmediately: false,
      rotationRules: rotationSchedule(organization),
      dependsOn: [invocation],
    });
    this.done = invocation;
  }
}

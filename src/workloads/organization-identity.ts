import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { ServiceAccountRole } from "../cluster/service-account-role";
import type { Environment, Organization } from "../config/model";
import { iamDatabaseUser, organizationStem } from "../config/names";
import { arn, regionalService } from "../foundation/arn";
import type { Statement } from "../foundation/policy";

export interface OrganizationIdentityProps {
  readonly environment: Environment;
  readonly organization: Organization;
  /** Name of the organization's namespace, as a reference. */
  readonly namespace: string;
  readonly oidcProviderArn: string;
  readonly oidcIssuer: string;
  /** The secrets it may read. */
  readonly secretArns: string[];
  /** The keys of these secrets. */
  readonly keyArns: string[];
  /** The database instance, or the proxy before it, as `rds-db:connect` names it. */
  readonly databaseResourceId: string;
}

/** Who an organization's pods are: a service account in Kubernetes, and its IAM role in AWS. */
export class OrganizationIdentity extends Construct {
  readonly role: ServiceAccountRole;
  /** Name of the service account, as a reference. */
  readonly serviceAccount: string;

  constructor(scope: Construct, id: string, props: OrganizationIdentityProps) {
    super(scope, id);
    const { environment, organization } = props;
    this.role = new ServiceAccountRole(this, "role", {
      environment,
      name: organizationStem(environment, organization),
      description: `Pods of ${organization.name} in ${environment.name}: reads its secrets`,
      namespace: organization.name,
      serviceAccount: organization.name,
      oidcProviderArn: props.oidcProviderArn,
      oidcIssuer: props.oidcIssuer,
      statements: permissions(props),
    });
    this.serviceAccount = this.addServiceAccount(organization, props.namespace);
  }

  private addServiceAccount({ name }: Organization, namespace: string): string {
    const account = new ServiceAccountV1(this, "service-account", {
      metadata: {
        name,
        namespace,
        labels: serviceAccountLabels(name),
        annotations: {
          "eks.amazonaws.com/role-arn": this.role.arn,
          // Tokens go to the region's STS, through the endpoint in the VPC, and a stolen one is of use for an hour.
          "eks.amazonaws.com/sts-regional-endpoints": "true",
          "eks.amazonaws.com/token-expiration": "3600",
        },
      },
      // No pod talks to the Kubernetes API. The token for AWS is a volume of its own and not affected.
      automountServiceAccountToken: false,
    });
    return account.metadata.name;
  }
}

/** By these labels a SecurityGroupPolicy finds the service account. */
export const serviceAccountLabels = (organization: string): Record<string, string> => ({
  "app.kubernetes.io/part-of": organization,
  "app.kubernetes.io/component": "service-account",
});

function permissions(props: OrganizationIdentityProps): Statement[] {
  const { environment, organization, secretArns, keyArns, databaseResourceId } = props;
  const statements: Statement[] = [
    {
      sid: "ReadSecrets",
      actions: ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
      resources: secretArns,
    },
    {
      sid: "DecryptSecrets",
      actions: ["kms:Decrypt"],
      resources: keyArns,
      condition: [
        {
          test: "StringEquals",
          variable: "kms:ViaService",
          values: [regionalService(environment, "secretsmanager")],
        },
        { test: "StringEquals", variable: "kms:EncryptionContext:SecretARN", values: secretArns },
      ],
    },
  ];
  if (organization.authentication === "iam")
    statements.push({
      sid: "LogInToDatabase",
      actions: ["rds-db:connect"],
      resources: [
        arn(environment, "rds-db", `dbuser:${databaseResourceId}/${iamDatabaseUser(organization)}`),
      ],
    });
  return statements;
}

import { ServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/service-account-v1";
import { Construct } from "constructs";
import { ServiceAccountRole } from "../cluster/service-account-role";
import type { Environment, Organization } from "../config/model";
import { iamDatabaseUser, organizationStem } from "../config/names";
import { arn } from "../foundation/arn";
import { type Statement, through } from "../foundation/policy";

export interface OrganizationIdentityProps {
  readonly environment: Environment;
  readonly organization: Organization;
  /** Name of the organization's namespace, as a reference to its resource. */
  readonly namespace: string;
  readonly oidcProviderArn: string;
  readonly oidcIssuer: string;
  /** The secrets that the role may read. */
  readonly secretArns: string[];
  /** The keys of these secrets. */
  readonly keyArns: string[];
  /** Resource id in `rds-db:connect` of the database instance, or of the proxy in front of it. */
  readonly databaseResourceId: string;
}

/** Identity of an organization's pods: a service account in Kubernetes, and its IAM role in AWS. */
export class OrganizationIdentity extends Construct {
  readonly role: ServiceAccountRole;
  /** Name of the service account, as a reference to its resource. */
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
          // Tokens are sent to the region's STS, through the endpoint in the VPC, and a stolen token expires within an
          // hour.
          "eks.amazonaws.com/sts-regional-endpoints": "true",
          "eks.amazonaws.com/token-expiration": "3600",
        },
      },
      // No pod calls the Kubernetes API. The token for AWS is a separate volume and not affected.
      automountServiceAccountToken: false,
    });
    return account.metadata.name;
  }
}

/** Labels by which a SecurityGroupPolicy selects the service account. */
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
        through(environment, "secretsmanager"),
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

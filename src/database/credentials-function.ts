import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { databaseAuthorities } from "../config/facts/database-certificates";
import { type DatabaseInstance, isPooled } from "../config/instances";
import type { Environment } from "../config/model";
import { databasePort, sharedDatabaseName } from "../config/names";
import { allowConnection, Port, SecurityGroup } from "../foundation/security-group";
import type { CodeProps } from "../functions/code";
import { NodeFunction } from "../functions/node-function";
import { ageCheckEvent, CredentialAge } from "./credential-age";
import { credentialsPermissions, type WrittenSecrets } from "./credentials-permissions";
import type { PostgresInstance } from "./postgres-instance";

export interface CredentialsFunctionProps {
  readonly environment: Environment;
  /** Config of the instance that it serves. */
  readonly database: DatabaseInstance;
  /** The only instance that it serves. */
  readonly instance: PostgresInstance;
  readonly network: CredentialsNetwork;
  /** Security group that may reach the endpoint of Secrets Manager. */
  readonly secretsManagerClientSecurityGroupId: string;
  /** The secrets that it writes. */
  readonly secrets: WrittenSecrets;
  /** Topic that receives alarms. */
  readonly alarmTopicArn: string;
  /**
   * Number of organizations that it serves at the same time, if config reserves concurrency: each invocation uses two
   * connections of the instance, and Terraform and Secrets Manager retry. Otherwise the number of stacks that are
   * applied at the same time limits it, since rotations are spread over the calendar.
   */
  readonly reservedConcurrency: number;
}

/** Subnets of the function: next to the database, without a route to the internet. */
export interface CredentialsNetwork {
  readonly databaseVpcId: string;
  readonly databasePrivateSubnetIds: string[];
  /** Host name of the Secrets Manager endpoint next to the database. */
  readonly databaseSecretsManagerEndpoint: string;
}

/** Code of the function, with the region's CA certificates: those of all regions would be a quarter of its size. */
export const credentialsCode = (region: string): CodeProps => ({
  source: "database-credentials",
  files: { "rds-ca.pem": databaseAuthorities(region).join("") },
});

/**
 * Creates an organization's database and logins, writes their credentials, and rotates them. Only this function reads
 * the master password of its instance and writes organizations' credentials.
 *
 * Terraform invokes it per organization, Secrets Manager per rotation. Its security groups let it reach its instance
 * and Secrets Manager only, and admit no source.
 */
export class CredentialsFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  /** Grants that the function needs to run and to be invoked, for `dependsOn`. */
  readonly grants: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: CredentialsFunctionProps) {
    super(scope, id);
    const name = props.database.credentialsFunctionName;
    const securityGroupId = this.createSecurityGroup(name, props);
    const connection = allowConnection(this, "postgresql", {
      from: securityGroupId,
      to: props.instance.instanceSecurityGroupId,
      port: Port.tcp(databasePort),
      description: "Credentials function creates databases and logins and changes their passwords",
    });
    const lambda = this.createFunction(name, props, securityGroupId);
    const ready = [...connection, lambda.allowRotation("rotation")];
    this.grants = [...ready, ...this.invokeForProxy(lambda, props, ready)];
    new CredentialAge(this, "age", { lambda, functionName: name, alarmTopicArn: props.alarmTopicArn });
    this.arn = lambda.arn;
    this.name = lambda.name;
  }

  /**
   * The function revokes CONNECT from PUBLIC, and the proxy's PostgreSQL role needs CONNECT. Terraform therefore
   * invokes the function when the proxy has its instance, and again for another proxy.
   */
  private invokeForProxy(
    { name: functionName }: NodeFunction,
    { database, instance }: CredentialsFunctionProps,
    ready: ITerraformDependable[],
  ): ITerraformDependable[] {
    if (!isPooled(database.settings)) return [];
    const invocation = new LambdaInvocation(this, "let-proxy-in", {
      functionName,
      lifecycleScope: "CREATE_ONLY",
      input: Fn.jsonencode(ageCheckEvent),
      triggers: { proxy: instance.clientEnd.resourceId },
      dependsOn: [...ready, ...instance.clientEnd.ready],
    });
    return [invocation];
  }

  private createSecurityGroup(name: string, { network }: CredentialsFunctionProps): string {
    return new SecurityGroup(this, "group", {
      vpcId: network.databaseVpcId,
      name,
      description: "Credentials function: reaches its database, accepts nothing",
    }).id;
  }

  private createFunction(
    name: string,
    props: CredentialsFunctionProps,
    securityGroupId: string,
  ): NodeFunction {
    const { environment, database, instance, network } = props;
    const { masterSecretArn: secretArn, masterSecretKeyArn: secretKeyArn, resourceId } = instance;
    return new NodeFunction(this, "function", {
      environment,
      name,
      description: `Creates databases and logins and rotates their passwords, for ${database.owner?.name ?? `organizations of ${environment.name}`}`,
      ...credentialsCode(environment.region),
      variables: {
        ENVIRONMENT_NAME: environment.name,
        DATABASE_HOST: instance.address,
        // The address for organizations, which may be a proxy's. The function itself connects to the instance, with the
        // master's password.
        CLIENT_HOST: instance.clientEnd.address,
        DATABASE_PORT: String(databasePort),
        MASTER_SECRET_ARN: instance.masterSecretArn,
        SHARED_DATABASE_NAME: sharedDatabaseName,
        // The service's own name may resolve to the cluster's endpoint, which does not admit the database's subnets.
        AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://${network.databaseSecretsManagerEndpoint}`,
      },
      statements: credentialsPermissions(environment, { secretArn, secretKeyArn, resourceId }, props.secrets),
      vpc: {
        subnetIds: network.databasePrivateSubnetIds,
        securityGroupIds: [securityGroupId, props.secretsManagerClientSecurityGroupId],
      },
      // Invocations for two organizations wait for each other if they change the same rows of PostgreSQL's catalog.
      timeoutSeconds: 180,
      reservedConcurrency: props.reservedConcurrency,
      alarmTopicArn: props.alarmTopicArn,
    });
  }
}

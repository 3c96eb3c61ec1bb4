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
import { CredentialAge, lookEvent } from "./credential-age";
import { credentialsPermissions, type WrittenSecrets } from "./credentials-permissions";
import type { PostgresInstance } from "./postgres-instance";

export interface CredentialsFunctionProps {
  readonly environment: Environment;
  /** What config says of the instance it serves. */
  readonly database: DatabaseInstance;
  /** The instance it serves, and no other. */
  readonly instance: PostgresInstance;
  readonly network: CredentialsNetwork;
  /** Group that may reach the endpoint of Secrets Manager. */
  readonly secretsManagerClientSecurityGroupId: string;
  /** The secrets it writes. */
  readonly secrets: WrittenSecrets;
  /** Topic that hears of alarms. */
  readonly alarmTopicArn: string;
  /**
   * Where config reserves concurrency, how many organizations it serves at the same time: each takes two of the instance's
   * connections, and Terraform and Secrets Manager wait for their turn. Otherwise the number of stacks that are applied at
   * once is what limits it, since rotations are spread over the calendar.
   */
  readonly reservedConcurrency: number;
}

/** Where the function runs: next to the database, without any route to the internet. */
export interface CredentialsNetwork {
  readonly databaseVpcId: string;
  readonly databasePrivateSubnetIds: string[];
  /** Host name of the Secrets Manager endpoint next to the database. */
  readonly databaseSecretsManagerEndpoint: string;
}

/** The code of the function, and what it checks certificates against: those of all regions would be a quarter of it. */
export const credentialsCode = (region: string): CodeProps => ({
  source: "database-credentials",
  files: { "rds-ca.pem": databaseAuthorities(region).join("") },
});

/**
 * The function that makes an organization's database and logins, writes their credentials, and rotates them. It alone
 * knows the master password of its instance, and it alone writes organizations' credentials.
 *
 * Terraform invokes it for every organization, Secrets Manager for every rotation. Its groups let it reach its instance
 * and Secrets Manager and nothing else, and admit no source.
 */
export class CredentialsFunction extends Construct {
  readonly arn: string;
  readonly name: string;
  /** What it takes to run and to be invoked, besides itself, for `dependsOn`. */
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
    this.grants = [...ready, ...this.letProxyIn(lambda, props, ready)];
    new CredentialAge(this, "age", { lambda, functionName: name, alarmTopicArn: props.alarmTopicArn });
    this.arn = lambda.arn;
    this.name = lambda.name;
  }

  /**
   * A proxy that comes to an instance which the function has closed does not see it. So the function runs once the proxy
   * has its instance, and again for another proxy.
   */
  private letProxyIn(
    { name: functionName }: NodeFunction,
    { database, instance }: CredentialsFunctionProps,
    ready: ITerraformDependable[],
  ): ITerraformDependable[] {
    if (!isPooled(database.settings)) return [];
    const look = new LambdaInvocation(this, "let-proxy-in", {
      functionName,
      lifecycleScope: "CREATE_ONLY",
      input: Fn.jsonencode(lookEvent),
      triggers: { proxy: instance.clientEnd.resourceId },
      dependsOn: [...ready, ...instance.clientEnd.ready],
    });
    return [look];
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
        // What it tells organizations, where that is a proxy; it goes past it itself, as the master, with a password.
        CLIENT_HOST: instance.clientEnd.address,
        DATABASE_PORT: String(databasePort),
        MASTER_SECRET_ARN: instance.masterSecretArn,
        SHARED_DATABASE_NAME: sharedDatabaseName,
        // The service's own name may lead to the cluster's endpoint, which is closed to the database's side.
        AWS_ENDPOINT_URL_SECRETS_MANAGER: `https://${network.databaseSecretsManagerEndpoint}`,
      },
      statements: credentialsPermissions(environment, { secretArn, secretKeyArn, resourceId }, props.secrets),
      vpc: {
        subnetIds: network.databasePrivateSubnetIds,
        securityGroupIds: [securityGroupId, props.secretsManagerClientSecurityGroupId],
      },
      // Two organizations take turns where they change the same rows of PostgreSQL's catalog.
      timeoutSeconds: 180,
      reservedConcurrency: props.reservedConcurrency,
      alarmTopicArn: props.alarmTopicArn,
    });
  }
}

import { DbProxy } from "@cdktf/provider-aws/lib/db-proxy";
import { DbProxyDefaultTargetGroup } from "@cdktf/provider-aws/lib/db-proxy-default-target-group";
import { DbProxyTarget } from "@cdktf/provider-aws/lib/db-proxy-target";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { DatabaseInstance } from "../config/instances";
import type { Environment } from "../config/model";
import { arn } from "../foundation/arn";
import { LogGroup } from "../foundation/log-group";
import { ServiceRole } from "../foundation/service-role";
import type { PathTarget } from "./path";

/** Name of a proxy's log group, which RDS chooses. */
export const proxyLogGroupName = (name: string): string => `/aws/rds/proxy/${name}`;

export interface DatabaseProxyProps {
  readonly environment: Environment;
  /** Config of the instance, whose name the proxy has. */
  readonly database: DatabaseInstance;
  /** The only instance behind the proxy. */
  readonly instance: PathTarget;
  /** Private subnets next to the instance, in both zones. */
  readonly subnetIds: string[];
  /** The proxy's own group. */
  readonly securityGroupId: string;
  /** Key whose policy names the proxy's log group. */
  readonly logKeyArn: string;
}

/**
 * RDS Proxy in front of one instance: many clients share few connections, which survive a failover of the instance.
 *
 * It stores no password. A client authenticates with an IAM token for the proxy, and the proxy logs in to the instance
 * as the same user, with a token of its own role. The role may connect as organizations' IAM logins only, not as the
 * master user. So a new organization changes nothing here.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html
 */
export class DatabaseProxy extends Construct {
  /** Host name for clients, and in the proxy's certificate. */
  readonly address: string;
  /** Resource id of the proxy in `rds-db:connect` (prx-...). */
  readonly resourceId: string;
  /** Resources that the proxy needs to serve clients, for `dependsOn`. */
  readonly ready: ITerraformDependable[];

  constructor(scope: Construct, id: string, props: DatabaseProxyProps) {
    super(scope, id);
    const proxy = this.createProxy(props, this.createRole(props), this.createLogGroup(props));
    const pool = this.createPool(props, proxy);
    const target = new DbProxyTarget(this, "target", {
      dbProxyName: proxy.name,
      targetGroupName: pool.name,
      dbInstanceIdentifier: props.instance.identifier,
    });
    this.address = proxy.endpoint;
    // arn:aws:rds:region:account:db-proxy:prx-...
    this.resourceId = Fn.element(Fn.split(":", proxy.arn), 6);
    this.ready = [target];
  }

  /**
   * AWS documents this trust policy without a source condition; IAM passes a role only to services of the same account.
   */
  private createRole({ environment, database, instance }: DatabaseProxyProps): ServiceRole {
    return new ServiceRole(this, "role", {
      environment,
      name: database.proxyRoleName,
      description: `RDS Proxy logs in to ${database.identifier} for organizations that log in by IAM`,
      service: "rds",
      confusedDeputyCheck: false,
      statements: [
        {
          sid: "LogInForClients",
          actions: ["rds-db:connect"],
          resources: [arn(environment, "rds-db", `dbuser:${instance.resourceId}/${database.iamUsers}`)],
        },
      ],
    });
  }

  private createLogGroup({ database, logKeyArn }: DatabaseProxyProps): LogGroup {
    return new LogGroup(this, "log", {
      name: proxyLogGroupName(database.identifier),
      retentionDays: database.settings.logRetentionDays,
      keyArn: logKeyArn,
    });
  }

  private createProxy(props: DatabaseProxyProps, role: ServiceRole, logs: LogGroup): DbProxy {
    return new DbProxy(this, "Resource", {
      name: props.database.identifier,
      engineFamily: "POSTGRESQL",
      vpcSubnetIds: props.subnetIds,
      vpcSecurityGroupIds: [props.securityGroupId],
      roleArn: role.arn,
      defaultAuthScheme: "IAM_AUTH",
      requireTls: true,
      idleClientTimeout: props.database.settings.proxy.idleClientTimeoutSeconds,
      // It would log the text of statements, which contains data of organizations.
      debugLogging: false,
      dependsOn: [...role.grants, logs.resource],
    });
  }

  private createPool({ database }: DatabaseProxyProps, { name }: DbProxy): DbProxyDefaultTargetGroup {
    const { proxy } = database.settings;
    return new DbProxyDefaultTargetGroup(this, "pool", {
      dbProxyName: name,
      connectionPoolConfig: {
        maxConnectionsPercent: proxy.maxConnectionsPercent,
        maxIdleConnectionsPercent: proxy.maxIdleConnectionsPercent,
        connectionBorrowTimeout: proxy.borrowTimeoutSeconds,
      },
    });
  }
}

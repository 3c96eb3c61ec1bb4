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

/** Name that RDS gives to the log group of a proxy. */
export const proxyLogGroupName = (name: string): string => `/aws/rds/proxy/${name}`;

export interface DatabaseProxyProps {
  readonly environment: Environment;
  /** What config says of its instance, whose name it has. */
  readonly database: DatabaseInstance;
  /** The instance that it leads to, and no other. */
  readonly instance: PathTarget;
  /** Private subnets next to the instance, in both zones. */
  readonly subnetIds: string[];
  /** The proxy's own group. */
  readonly securityGroupId: string;
  /** Key whose policy names the proxy's log group. */
  readonly logKeyArn: string;
}

/**
 * RDS Proxy before one instance: many clients share few connections, which outlive a failover of the instance.
 *
 * It knows no password. A client shows it a token of IAM, made for the proxy's name, and the proxy logs in to the
 * instance under the same user with a token of its own role; the role may do so for organizations' logins by IAM and for
 * no other, not for the master. So an organization is added without a change here.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-iam-setup.html
 */
export class DatabaseProxy extends Construct {
  /** Host name that clients call, and that its certificate carries. */
  readonly address: string;
  /** The proxy as `rds-db:connect` names it (prx-...). */
  readonly resourceId: string;
  /** What it takes to serve clients, for `dependsOn`. */
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

  /** AWS documents the trust without a source to check; IAM itself hands a role to services of its own account only. */
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
      // It would write the text of statements, organizations' data among it.
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

import type { Construct } from "constructs";
import { SecurityGroup } from "../foundation/security-group";
import { DatabaseProxy } from "./database-proxy";
import { Path, type PathEnd, type PathProps, type PathTarget } from "./path";

/**
 * The client security group opens a proxy next to the instance, and only the proxy reaches the instance. Clients use
 * the proxy's name, verify its certificate, and request tokens for it.
 */
export class ProxyPath extends Path {
  private readonly proxySecurityGroupId: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PathProps,
  ) {
    super(scope, id, props);
    const { network, database } = props;
    const instanceIdentifier = database.identifier;
    this.proxySecurityGroupId = new SecurityGroup(this, "proxy", {
      vpcId: network.databaseVpcId,
      name: `${instanceIdentifier}-proxy`,
      description: `Proxy of ${instanceIdentifier}: accepts its client group only, reaches the instance only`,
    }).id;
    this.openPort("postgresql", {
      from: this.clientSecurityGroupId,
      to: this.proxySecurityGroupId,
      description: `PostgreSQL from holders of the client group to the proxy of ${instanceIdentifier}`,
    });
    this.openPort("behind-proxy", {
      from: this.proxySecurityGroupId,
      to: this.instanceSecurityGroupId,
      description: `PostgreSQL from its proxy to ${instanceIdentifier}, for clients and to see whether it answers`,
    });
  }

  override connectTo(instance: PathTarget): PathEnd {
    const { environment, database, network, logKeyArn } = this.props;
    const { address, resourceId, ready } = new DatabaseProxy(this, "database-proxy", {
      environment,
      database,
      instance,
      subnetIds: network.databasePrivateSubnetIds,
      securityGroupId: this.proxySecurityGroupId,
      logKeyArn,
    });
    return { address, resourceId, loadBalancers: [], ready };
  }
}

import { Construct } from "constructs";
import { databasePort } from "../config/names";
import { allowConnection, Port, SecurityGroup } from "../foundation/security-group";

export interface ClientAccessProps {
  readonly vpcId: string;
  /** Identifier of the instance that is guarded. */
  readonly instanceIdentifier: string;
}

/**
 * Who reaches an instance: holders of the client group, on the database port, and nobody else.
 *
 * The client group is a key. It lets its holder send to the instance and nothing more, so it can be handed to a pod
 * beside the pod's other groups without opening anything else. The instance's own group sends nothing at all: a
 * database that was taken over cannot call home (dblink, foreign data wrappers, COPY TO PROGRAM).
 */
export class ClientAccess extends Construct {
  readonly clientSecurityGroupId: string;
  readonly instanceSecurityGroupId: string;

  constructor(scope: Construct, id: string, { vpcId, instanceIdentifier }: ClientAccessProps) {
    super(scope, id);
    const client = new SecurityGroup(this, "client", {
      vpcId,
      name: `${instanceIdentifier}-client`,
      description: `Key to ${instanceIdentifier}: whoever holds this group may connect to its database port`,
    });
    const instance = new SecurityGroup(this, "instance", {
      vpcId,
      name: `${instanceIdentifier}-instance`,
      description: `${instanceIdentifier} itself: accepts its client group only, sends nothing`,
    });
    allowConnection(this, "postgresql", {
      from: client.id,
      to: instance.id,
      port: Port.tcp(databasePort),
      description: `PostgreSQL from holders of the client group to ${instanceIdentifier}`,
    });
    this.clientSecurityGroupId = client.id;
    this.instanceSecurityGroupId = instance.id;
  }
}

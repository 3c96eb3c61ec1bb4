import { DefaultServiceAccountV1 } from "@cdktf/provider-kubernetes/lib/default-service-account-v1";
import { LimitRangeV1 } from "@cdktf/provider-kubernetes/lib/limit-range-v1";
import { NamespaceV1 } from "@cdktf/provider-kubernetes/lib/namespace-v1";
import { ResourceQuotaV1 } from "@cdktf/provider-kubernetes/lib/resource-quota-v1";
import { Construct } from "constructs";
import type { Environment, Organization } from "../config/model";
import { organizationNamespaceLabels } from "../foundation/namespace-labels";

export interface OrganizationNamespaceProps {
  readonly environment: Environment;
  readonly organization: Organization;
}

/** The namespace of an organization: what its pods may be, how much they may take, and no rights by default. */
export class OrganizationNamespace extends Construct {
  /** Its name, as a reference: what uses it is made after the namespace. */
  readonly name: string;

  constructor(scope: Construct, id: string, { environment, organization }: OrganizationNamespaceProps) {
    super(scope, id);
    this.name = this.addNamespace(environment, organization);
    this.addDefaultServiceAccount();
    this.addQuota(organization.quota);
    this.addLimitRange();
  }

  private addNamespace({ cluster }: Environment, { name }: Organization): string {
    // The profile of the cluster's own version: what "restricted" means changes in the pull request that upgrades the
    // cluster, where a plan shows it, and not on the day of the upgrade.
    const version = `v${cluster.version}`;
    const namespace = new NamespaceV1(this, "Resource", {
      metadata: {
        name,
        labels: {
          ...organizationNamespaceLabels,
          "app.kubernetes.io/part-of": name,
          "app.kubernetes.io/managed-by": "terraform",
          ...Object.fromEntries(
            ["enforce", "audit", "warn"].flatMap((mode) => [
              [`pod-security.kubernetes.io/${mode}`, "restricted"],
              [`pod-security.kubernetes.io/${mode}-version`, version],
            ]),
          ),
        },
      },
      waitForDefaultServiceAccount: true,
    });
    return namespace.metadata.name;
  }

  /** A pod that names no service account gets this one, and with it must not get a token for the API. */
  private addDefaultServiceAccount(): void {
    new DefaultServiceAccountV1(this, "default-service-account", {
      metadata: { namespace: this.name },
      automountServiceAccountToken: false,
    });
  }

  private addQuota({ cpu, memory, ephemeralStorage, pods }: Organization["quota"]): void {
    new ResourceQuotaV1(this, "quota", {
      metadata: { name: "organization", namespace: this.name },
      spec: {
        hard: {
          "requests.cpu": cpu,
          "requests.memory": memory,
          "limits.memory": memory,
          pods: String(pods),
          // A way in from outside the cluster is the platform's to give.
          "services.loadbalancers": "0",
          "services.nodeports": "0",
          // A node's disk that is full evicts pods, whosever they are.
          "requests.ephemeral-storage": ephemeralStorage,
          "limits.ephemeral-storage": ephemeralStorage,
          // Nothing here makes volumes: an organization that needs one needs the platform to say so.
          "requests.storage": "0",
          persistentvolumeclaims: "0",
        },
      },
    });
  }

  /** The quota refuses containers without these; a debugging pod should not have to know them. */
  private addLimitRange(): void {
    new LimitRangeV1(this, "limit-range", {
      metadata: { name: "defaults", namespace: this.name },
      spec: {
        limit: [
          {
            type: "Container",
            default: { memory: "256Mi", "ephemeral-storage": "256Mi" },
            defaultRequest: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "256Mi" },
          },
        ],
      },
    });
  }
}

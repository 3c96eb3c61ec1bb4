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

/**
 * The namespace of an organization, with its Pod Security Standard, its quota and its limits. Its default service
 * account has no token.
 */
export class OrganizationNamespace extends Construct {
  /** Its name, as a reference to its resource, so that its users are created after it. */
  readonly name: string;

  constructor(scope: Construct, id: string, { environment, organization }: OrganizationNamespaceProps) {
    super(scope, id);
    this.name = this.addNamespace(environment, organization);
    this.addDefaultServiceAccount();
    this.addQuota(organization.quota);
    this.addLimitRange();
  }

  private addNamespace({ cluster }: Environment, { name }: Organization): string {
    // The profile of the cluster's version: a change in the meaning of "restricted" is part of the pull request that
    // upgrades the cluster, where a plan shows it.
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

  /** A pod without an explicit service account uses this one, and must not receive a token for the API. */
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
          // Only the platform may open services to clients outside of the cluster.
          "services.loadbalancers": "0",
          "services.nodeports": "0",
          // A full disk of a node evicts pods of all organizations.
          "requests.ephemeral-storage": ephemeralStorage,
          "limits.ephemeral-storage": ephemeralStorage,
          // No construct creates volumes: an organization that needs one needs a change of the platform.
          "requests.storage": "0",
          persistentvolumeclaims: "0",
        },
      },
    });
  }

  /** The quota refuses containers without requests and limits; these defaults are for debugging pods. */
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

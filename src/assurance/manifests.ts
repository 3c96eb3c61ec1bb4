import { type Configuration, type Resource, textOf } from "./terraform";

/** The type of what Terraform writes into Kubernetes as it is. */
const type = "kubernetes_manifest";

/** Manifests of one kind. As a fact, it stays the same while others change. */
export const manifestsOf = (configuration: Configuration, kind: string): readonly Resource[] =>
  configuration.resources(type).filter((manifest) => textOf(manifest.get("manifest", "kind")) === kind);

import { type Configuration, type Resource, textOf } from "./terraform";

/** Type of untyped Kubernetes manifests in Terraform. */
const type = "kubernetes_manifest";

/** Manifests of one kind: a separate fact, which stays the same while others change. */
export const manifestsOf = (configuration: Configuration, kind: string): readonly Resource[] =>
  configuration.resources(type).filter((manifest) => textOf(manifest.get("manifest", "kind")) === kind);

import { Manifest, type ManifestConfig } from "@cdktf/provider-kubernetes/lib/manifest";
import type { Construct } from "constructs";

/** A Kubernetes object for which the provider has no typed resource. */
export interface CustomResourceObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: Record<string, unknown>;
}

/** A custom resource. Its CustomResourceDefinition must exist when this is planned, not only when it is applied. */
export class CustomResource extends Manifest {
  constructor(
    scope: Construct,
    id: string,
    private readonly content: CustomResourceObject,
    settings: Pick<ManifestConfig, "dependsOn" | "lifecycle"> = {},
  ) {
    super(scope, id, { manifest: { ...content }, ...settings });
  }

  /**
   * In HCL mode, cdktf 0.21 prints lists in such an untyped map as `{ 0 = ..., 1 = ... }`; as a plain value it prints
   * them correctly.
   */
  protected override synthesizeHclAttributes() {
    return { ...super.synthesizeHclAttributes(), manifest: this.content };
  }
}

import { remembered } from "../../remembered";
import { type Configuration, isAbsent, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliantOne, forEachStack, type Rule, unknown, violated } from "../rule";

/** Objects that Kubernetes creates in every namespace. */
const reserved = ["kube-root-ca.crt"];

export const objectsOwnNamespace: Rule = {
  id: "objects-own-namespace",
  threat:
    "A ConfigMap in kube-system configures the pods of the network add-on or of DNS, for every organization.",
  check: forEachStack(({ resources }, configuration) => {
    const first = configuration.derived(firstDeclared);
    const own = resources
      .filter(({ type, mode }) => mode === "resource" && /^kubernetes_namespace(_v1)?$/.test(type))
      .map((namespace) => keyOf(namespace.get("metadata", 0, "name")));
    return resources
      .filter(({ type, mode }) => mode === "resource" && type.startsWith("kubernetes_"))
      .flatMap((resource) => {
        const metadata = metadataOf(resource);
        const rival = first.get(keyOfObject(resource));
        if (rival !== undefined && rival !== resource.address)
          return violated(resource.address, `${rival} declares the same object`);
        // A stack without a namespace belongs to the platform.
        if (own.length === 0) return [];
        const namespace = field(metadata, "namespace");
        const name = textOf(field(metadata, "name"));
        if (reserved.includes(String(name)))
          return violated(resource.address, `Kubernetes manages ${name} itself`);
        if (isAbsent(namespace)) return [];
        if (own.includes(keyOf(namespace))) return compliantOne(resource);
        const other = textOf(namespace);
        return typeof other === "string"
          ? violated(resource.address, `it is in the namespace ${other}`)
          : unknown(resource.address, `its namespace is not known: ${keyOf(namespace)}`);
      });
  }),
};

/**
 * Addresses of the declarations of each object, in any stack. If an object is declared twice, the first one to be
 * applied is in force, and the order is not known.
 */
const firstDeclared = (configuration: Configuration): ReadonlyMap<string, string> => {
  const all = configuration.types
    .filter((type) => type.startsWith("kubernetes_"))
    .flatMap((type) => configuration.resources(type))
    .filter((resource) => !isAbsent(field(metadataOf(resource), "name")));
  return new Map(all.toReversed().map((resource) => [keyOfObject(resource), resource.address]));
};

/** A key that identifies an object. */
const keyOfObject = remembered((resource: Resource): string => {
  const metadata = metadataOf(resource);
  const kind = textOf(resource.get("manifest", "kind"));
  return [resource.type, kind, ...["namespace", "name"].map((name) => keyOf(field(metadata, name)))].join(
    " ",
  );
});

const metadataOf = (resource: Resource): Value =>
  resource.type === "kubernetes_manifest"
    ? field(resource.get("manifest"), "metadata")
    : resource.get("metadata");

import { isAbsent, keyOf, type Resource, textOf, type Value } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliantOne, forEachStack, type Rule, violated } from "../rule";

/** Objects that Kubernetes itself puts into every namespace. */
const reserved = ["kube-root-ca.crt"];

export const objectsOwnNamespace: Rule = {
  id: "objects-own-namespace",
  threat:
    "A config map in kube-system tells the network's or the resolver's pods what to do, for every organization.",
  check: forEachStack(({ resources }) => {
    const own = resources
      .filter(({ type, mode }) => mode === "resource" && /^kubernetes_namespace(_v1)?$/.test(type))
      .map((namespace) => keyOf(namespace.get("metadata", 0, "name")));
    const names = new Map<string, Resource>();
    return resources
      .filter(({ type, mode }) => mode === "resource" && type.startsWith("kubernetes_"))
      .flatMap((resource) => {
        const metadata = metadataOf(resource.type, (name) => resource.get(name));
        const other = firstOfName(resource, metadata, names);
        if (other) return violated(resource.address, `${other.address} declares the same object`);
        // A stack without a namespace is the platform's.
        if (own.length === 0) return [];
        const namespace = field(metadata, "namespace");
        const name = textOf(field(metadata, "name"));
        if (reserved.includes(String(name)))
          return violated(resource.address, `Kubernetes keeps ${name} itself`);
        if (isAbsent(namespace)) return [];
        return own.includes(keyOf(namespace))
          ? compliantOne(resource)
          : violated(resource.address, `it stands in the namespace ${String(textOf(namespace))}`);
      });
  }),
};

/** Of two declarations of one object the first to be applied is in force, and which one that is, is not known. */
function firstOfName(
  resource: Resource,
  metadata: Value,
  names: Map<string, Resource>,
): Resource | undefined {
  const name = field(metadata, "name");
  if (isAbsent(name)) return undefined;
  const kind = textOf(resource.get("manifest", "kind"));
  const key = [resource.type, kind, keyOf(field(metadata, "namespace")), keyOf(name)].join(" ");
  const other = names.get(key);
  names.set(key, other ?? resource);
  return other;
}

function metadataOf(type: string, get: (name: string) => Value): Value {
  return type === "kubernetes_manifest" ? field(get("manifest"), "metadata") : get("metadata");
}

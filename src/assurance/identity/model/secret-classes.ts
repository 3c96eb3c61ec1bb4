import { parse } from "yaml";
import { manifestsOf } from "../../manifests";
import { absent, type Configuration, decodedJson, isAbsent, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import type { Text } from "../policy/text";
import { Names } from "./names";

/** A SecretProviderClass: mounted objects, and copies in Kubernetes secrets. */
export interface SecretProviderClass {
  readonly address: string;
  readonly namespace: Text;
  readonly name: Text;
  readonly objects: readonly MountedObject[];
  readonly copies: readonly CopiedValue[];
}

/** One mounted object. */
export interface MountedObject {
  /** Names or ARNs of the secrets: the object's and its fallback's. Empty for parameters. */
  readonly secrets: readonly Text[];
  /** The file with the whole text; undefined if it has the object's name. */
  readonly whole: string | undefined;
  readonly files: readonly MountedFile[];
}

/** A file with one value of a secret, or composed of several. */
export interface MountedFile {
  readonly name: string;
  /** The JMESPath expression of its text; undefined if it cannot be read. */
  readonly path: string | undefined;
}

/** A key of a Kubernetes secret, and the file that it copies. */
export interface CopiedValue {
  readonly secret: string;
  readonly key: string;
  readonly file: string;
}

/** All classes of a configuration, parsed once: each is YAML within JSON. */
export function secretClasses(configuration: Configuration): readonly SecretProviderClass[] {
  const names = new Names(configuration);
  return configuration.derived(manifestsOf, "SecretProviderClass").map((resource) => {
    const manifest = resource.get("manifest");
    return {
      address: resource.address,
      namespace: names.text(field(manifest, "metadata", "namespace")),
      name: names.text(field(manifest, "metadata", "name")),
      objects: objectsOf(field(manifest, "spec", "parameters", "objects")).map((object) =>
        mountedObject(object, names),
      ),
      copies: readable(field(manifest, "spec", "secretObjects")).blocks.flatMap(copiesOf),
    };
  });
}

function mountedObject(object: Value, names: Names): MountedObject {
  const alias = field(object, "objectAlias");
  return {
    secrets: secretsOf(object, names),
    whole: isAbsent(alias) ? undefined : String(textOf(alias)),
    files: readable(field(object, "jmesPath")).blocks.map((entry) => {
      const path = textOf(field(entry, "path"));
      return {
        name: String(textOf(field(entry, "objectAlias"))),
        path: typeof path === "string" ? path : undefined,
      };
    }),
  };
}

function secretsOf(object: Value, names: Names): Text[] {
  if (textOf(field(object, "objectType")) === "ssmparameter") return [];
  const failover = field(object, "failoverObject", "objectName");
  const main = field(object, "objectName");
  return [main, failover].filter((name) => !isAbsent(name)).map((name) => names.text(name));
}

const copiesOf = (copy: Value): CopiedValue[] => {
  const secret = String(textOf(field(copy, "secretName")));
  const { blocks, unclear } = readable(field(copy, "data"));
  const values = blocks.map((value) => ({
    secret,
    key: String(textOf(field(value, "key"))),
    file: String(textOf(field(value, "objectName"))),
  }));
  return values.length > 0 && unclear.length === 0 ? values : [...values, { secret, key: "", file: "" }];
};

/** The driver parses its objects from a YAML text. */
function objectsOf(value: Value): readonly Value[] {
  const content = value.kind === "encoded" ? value.content : fromYaml(value);
  return content.kind === "list" ? content.items : [content];
}

function fromYaml(value: Value): Value {
  if (value.kind !== "constant") return value;
  try {
    return decodedJson({ kind: "constant", value: JSON.stringify(parse(String(value.value))) });
  } catch {
    return absent;
  }
}

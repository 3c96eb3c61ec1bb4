import { Names } from "../../identity/model/names";
import { readPodTemplates } from "../../identity/model/pods";
import { absent, blocksOf, isAbsent, isUnknown, textOf, type Value } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { containerKinds, containersOf } from "../../workloads";
import { type Evidence, type Rule, violatedBy } from "../rule";

const volumeKinds = [
  "config_map",
  "csi",
  "downward_api",
  "empty_dir",
  "ephemeral",
  "persistent_volume_claim",
  "projected",
  "secret",
];

/**
 * The restricted Pod Security Standard, with a read-only root file system:
 * https://kubernetes.io/docs/concepts/security/pod-security-standards
 */
export const podsRestricted: Rule = {
  id: "pods-restricted",
  threat:
    "An attacker in an application writes tools to its disk and escapes from the container to the node.",
  check: ({ configuration }: Evidence) =>
    readPodTemplates(configuration, new Names(configuration)).map(({ address, spec }) => {
      const wrong = [
        ...wrongInPod(spec),
        ...containersOf(spec).flatMap((container) => wrongInContainer(container, spec)),
      ];
      return violatedBy(address, wrong);
    }),
};

function wrongInPod(spec: Value): string[] {
  const shared = ["host_network", "host_pid", "host_ipc"].filter((name) => !isOff(field(spec, name)));
  const volumes = readable(field(spec, "volume")).blocks.flatMap(({ entries }) => [...entries.keys()]);
  const kinds = volumes.filter((name) => name !== "name" && !volumeKinds.includes(name));
  return [
    ...shared.map((name) => `${name} is true`),
    ...kinds.map((kind) => `a volume of kind ${kind}`),
    ...(readable(spec).unclear.length > 0 ? ["its pods are not known"] : []),
    ...containerKinds.flatMap((kind) => readable(field(spec, kind)).unclear),
  ];
}

function wrongInContainer(container: Value, spec: Value): string[] {
  const own = field(container, "security_context");
  const inherited = (name: string) =>
    [field(own, name), field(spec, "security_context", name)].find((value) => !isAbsent(value));
  const seccomp = [own, field(spec, "security_context")].map((context) =>
    textOf(field(context, "seccomp_profile", "type")),
  );
  const wrong: Record<string, boolean> = {
    "run_as_non_root is not true": !is(inherited("run_as_non_root"), "true"),
    "run_as_user is 0": Number(textOf(inherited("run_as_user") ?? absent) ?? 1) === 0,
    "privileged is true": !isOff(field(own, "privileged")),
    "allow_privilege_escalation is not false": !is(field(own, "allow_privilege_escalation"), "false"),
    "read_only_root_filesystem is not true": !is(field(own, "read_only_root_filesystem"), "true"),
    "capabilities are not dropped": !dropsAll(field(own, "capabilities")),
    "no seccomp profile of the runtime": seccomp.find((type) => type !== undefined) !== "RuntimeDefault",
    "a port of the host": blocksOf(field(container, "port")).some(
      (port) => isUnknown(port) || port.entries.has("host_port"),
    ),
  };
  const name = String(textOf(field(container, "name")) ?? "a container");
  return Object.keys(wrong)
    .filter((what) => wrong[what])
    .map((what) => `${name}: ${what}`);
}

function dropsAll(capabilities: Value): boolean {
  const texts = (name: string) => {
    const value = field(capabilities, name);
    return value.kind === "list" ? value.items.map(textOf) : isAbsent(value) ? [] : [textOf(value)];
  };
  return texts("drop").includes("ALL") && texts("add").every((added) => added === "NET_BIND_SERVICE");
}

const is = (value: Value | undefined, text: string): boolean => value !== undefined && textOf(value) === text;

/** Terraform also accepts "1" for true. */
const isOff = (value: Value): boolean => isAbsent(value) || textOf(value) === "false";

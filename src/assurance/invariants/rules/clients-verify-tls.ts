import { field, readable } from "../../identity/model/blocks";
import { Names } from "../../identity/model/names";
import { readPodTemplates } from "../../identity/model/pods";
import { isAbsent, textOf, type Value } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

/** In a URL or as a variable of libpq. */
const mode = /(?:^|[?&;\s])sslmode=([a-z-]+)/i;
const url = /\bpostgres(ql)?:\/\//i;

export const clientsVerifyTls: Rule = {
  name: "Workloads that connect to a database verify its certificate and its name",
  threat: "Encryption towards an unknown end protects nothing from whoever answers in the database's place.",
  check: ({ configuration, identity }: Evidence) => {
    const mounting = new Set(identity.mounts.map(({ address }) => address));
    return readPodTemplates(configuration, new Names(configuration))
      .filter(({ address }) => mounting.has(address))
      .flatMap(({ address, spec }) =>
        readable(field(spec, "container")).blocks.map((container) => judgeContainer(address, container)),
      );
  },
};

function judgeContainer(place: string, container: Value): Finding {
  const variables = readable(field(container, "env")).blocks.map((block) => ({
    name: String(textOf(field(block, "name")) ?? ""),
    value: isAbsent(field(block, "value")) ? undefined : textOf(field(block, "value")),
  }));
  const modes = variables.flatMap(({ name, value }) => modeOf(name, typeof value === "string" ? value : ""));
  const weak = modes.find((found) => found !== "verify-full");
  if (weak) return violated(place, `sslmode is ${weak}`);
  return modes.length > 0 ? compliant(place) : violated(place, "no variable says verify-full");
}

function modeOf(name: string, value: string): string[] {
  if (name === "PGSSLMODE") return [value];
  const found = mode.exec(value)?.[1];
  if (found !== undefined) return [found];
  return url.test(value) ? ["left out of a URL"] : [];
}

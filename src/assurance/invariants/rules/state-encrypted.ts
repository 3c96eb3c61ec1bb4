import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

type Json = Readonly<Record<string, unknown>>;

export const stateEncrypted: Rule = {
  id: "state-encrypted",
  threat: "A state names everything that an attacker wants to find; two writers at once tear it.",
  check: ({ sources }: Evidence) => sources.map(({ name, json }) => judgeBackend(name, backendIn(json))),
};

function judgeBackend(place: string, [kind, settings]: readonly [string, Json]): Finding {
  if (kind === "local") return compliant(place);
  if (kind !== "s3") return unknown(place, `a backend of kind ${kind}`);
  if (settings.encrypt !== true) return violated(place, "encrypt is not true");
  const locked = settings.use_lockfile === true || settings.dynamodb_table !== undefined;
  return locked ? compliant(place) : violated(place, "the state is not locked");
}

function backendIn(json: unknown): readonly [string, Json] {
  const backend = at(at(json, "terraform"), "backend");
  const [found] = Object.entries(backend);
  return found ? [found[0], asObject(found[1])] : ["local", {}];
}

const at = (json: unknown, name: string): Json => asObject(asObject(json)[name]);
const asObject = (json: unknown): Json => (typeof json === "object" && json !== null ? (json as Json) : {});

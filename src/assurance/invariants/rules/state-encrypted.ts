import { type Backend, backendOf } from "../../terraform/backend";
import { compliant, type Finding, forEachStack, type Rule, unknown, violated } from "../rule";

export const stateEncrypted: Rule = {
  id: "state-encrypted",
  threat: "A state names everything that an attacker looks for; two concurrent writers corrupt it.",
  check: forEachStack(({ name }, configuration) => [
    judgeBackend(name, configuration.derived(backendOf, name)),
  ]),
};

function judgeBackend(place: string, { kind, settings }: Backend): Finding {
  if (kind === "local") return compliant(place);
  if (kind !== "s3") return unknown(place, `a backend of kind ${kind}`);
  if (settings.encrypt !== true) return violated(place, "encrypt is not true");
  const locked = settings.use_lockfile === true || settings.dynamodb_table !== undefined;
  return locked ? compliant(place) : violated(place, "the state is not locked");
}

import { type KnownPaths, paths } from "../../known/nested";
import { decodedJson, isAbsent, textOf, type Value } from "../../terraform";
import { field, itemsOf } from "../../terraform/blocks";
import { unknownPaths } from "../paths";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/** Known inputs of functions that Terraform invokes. */
const knownInput: KnownPaths = {
  ...paths(
    "version organization isolation authentication secretArn generatedSecretArns logins.application logins.readOnly removal.organization removal.secretArn",
  ),
  /** Other tasks remove data, lock logins or end sessions of any organization. */
  task: /^provision$/,
  check: /^credential-age$/,
};

export const callsOwnOrganization: Rule = {
  id: "calls-own-organization",
  threat:
    "A stack that names another organization in a call receives that organization's login in its own secret, or drops its data.",
  check: ({ configuration }: Evidence) => {
    const organizations = new Map<string, string>();
    return configuration.resources("aws_lambda_invocation").map((call): Finding => {
      const input = decodedJson(call.get("input"));
      if (input.kind !== "dictionary") return unknown(call.address, "its input is not known");
      const told = unknownPaths(input, knownInput);
      if (told.length > 0) return unknown(call.address, told.join("; "));
      const about = [field(input, "organization"), field(input, "removal", "organization")]
        .filter((one) => !isAbsent(one))
        .map((one) => String(textOf(one)));
      const first = organizations.get(call.stack) ?? about[0];
      if (first !== undefined) organizations.set(call.stack, first);
      const scope = isAbsent(field(input, "removal")) ? "CREATE_ONLY" : "CRUD";
      if (textOf(call.get("lifecycle_scope")) !== scope)
        return violated(call.address, `its lifecycle_scope is not ${scope}, so it is made at another time`);
      const callee = configuration.resourceNamed("aws_lambda_function", call.get("function_name"));
      // Which function a call about an organization has to name, other questions ask.
      if (about.length === 0 && callee === undefined)
        return violated(call.address, "which function it calls is not known");
      const others = about.filter((one) => one !== first);
      if (others.length > 0)
        return violated(call.address, `its input names ${others.join(", ")} in the stack of ${first}`);
      const [secret] = secretsIn(input);
      if (about.length > 0 && secret === undefined)
        return violated(call.address, `its input names ${first} and no secret of its stack`);
      const strange = secretsIn(input).find(
        (secret) => configuration.resourceNamed("aws_secretsmanager_secret", secret)?.stack !== call.stack,
      );
      return strange === undefined
        ? compliant(call.address)
        : violated(call.address, "its input names a secret that its own stack does not declare");
    });
  },
};

const secretsIn = (input: Value): readonly Value[] =>
  [
    field(input, "secretArn"),
    field(input, "removal", "secretArn"),
    ...itemsOf(field(input, "generatedSecretArns")),
  ].filter((one) => !isAbsent(one));

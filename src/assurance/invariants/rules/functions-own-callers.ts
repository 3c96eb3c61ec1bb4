import { isAbsent, isUnknown, textOf } from "../../terraform";
import { compliant, forEach, type Rule, unknown, violated } from "../rule";

export const functionsOwnCallers: Rule = {
  name: "Functions are called by services for something of this account only",
  threat:
    "Whoever may call the function that makes logins may have one made, from any account where nothing says which.",
  check: forEach("aws_lambda_permission", (permission) => {
    const principal = textOf(permission.get("principal"));
    if (isUnknown(principal)) return unknown(permission.address, principal.reason);
    if (!principal?.endsWith(".amazonaws.com"))
      return violated(permission.address, `${principal} may call it`);
    const isNarrow = ["source_arn", "source_account"].some((name) => !isAbsent(permission.get(name)));
    return isNarrow
      ? compliant(permission.address)
      : violated(permission.address, `${principal} may call it for any account`);
  }),
};

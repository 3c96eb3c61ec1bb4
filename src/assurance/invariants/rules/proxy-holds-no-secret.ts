import { isAbsent } from "../../terraform";
import { forEach, judge, type Rule, unknown } from "../rule";

export const proxyHoldsNoSecret: Rule = {
  id: "proxy-holds-no-secret",
  threat:
    "A caller that reaches a proxy with passwords can log in as each user whose password the proxy holds.",
  check: forEach("aws_db_proxy", (proxy) =>
    isAbsent(proxy.get("auth"))
      ? judge(
          proxy.address,
          "default_auth_scheme",
          proxy.get("default_auth_scheme"),
          (text) => text === "IAM_AUTH",
        )
      : unknown(proxy.address, "it reads secrets (auth), and logins with them are not modelled"),
  ),
};

import { Names } from "../../identity/model/names";
import { readPodTemplates } from "../../identity/model/pods";
import { textOf } from "../../terraform";
import { field } from "../../terraform/blocks";
import { compliant, type Evidence, type Rule, violated } from "../rule";

export const podsOwnIdentity: Rule = {
  id: "pods-own-identity",
  threat: "With a token for the API, an attacker in an application can attack the cluster.",
  check: ({ configuration }: Evidence) =>
    readPodTemplates(configuration, new Names(configuration)).map(({ address, serviceAccount, spec }) => {
      if (serviceAccount.literal === "default")
        return violated(address, "it runs as the default service account");
      return textOf(field(spec, "automount_service_account_token")) === "false"
        ? compliant(address)
        : violated(address, "automount_service_account_token is not false");
    }),
};

import { askKey, askSecret } from "../../identity/questions/secrets";
import { administrator } from "../../identity/subjects";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/**
 * The question is about a principal with every permission that IAM gives: each lock has to hold without the other, and
 * without the principal's own policies.
 */
export const secretsTwoLocks: Rule = {
  id: "secrets-two-locks",
  threat: "With one lock, one mistake or one role too wide opens it.",
  check: ({ identity }: Evidence) =>
    identity.secrets
      .filter(({ masterOf }) => masterOf === undefined)
      .flatMap((secret): Finding[] => {
        const caller = administrator(secret.place);
        const key = secret.encryption.kind === "customer" ? secret.encryption.key.policy.place : "no key";
        const locks = {
          [`the policy of the secret (${secret.policy?.place ?? "none"})`]: askSecret(
            caller,
            secret,
            "secretsmanager:GetSecretValue",
          ),
          [`the policy of its key (${key})`]: askKey(caller, secret, "kms:Decrypt"),
        };
        return Object.entries(locks).map(([lock, { truth, because }]) => {
          if (truth === "false") return compliant(secret.address);
          return truth === "true"
            ? violated(secret.address, `${lock} lets administrators of the account in`)
            : unknown(secret.address, `${lock}: ${because}`);
        });
      }),
};

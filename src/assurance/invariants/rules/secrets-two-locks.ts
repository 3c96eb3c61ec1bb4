import { askKey, askSecret } from "../../identity/questions/secrets";
import { administrator } from "../../identity/subjects";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/**
 * Judged for a principal with every permission that IAM grants: each lock must deny without the other, and without the
 * principal's own policies.
 */
export const secretsTwoLocks: Rule = {
  id: "secrets-two-locks",
  threat: "With one policy alone, a single mistake or a too wide role gives access.",
  check: ({ identity }: Evidence) =>
    identity.secrets
      .filter(({ masterOf }) => masterOf === undefined)
      .flatMap((secret): Finding[] => {
        const caller = administrator(secret.place);
        const { policy, encryption } = secret;
        const locks = [
          {
            lock: policy ? "the policy of the secret" : "without a policy, the secret",
            cause: policy?.place,
            ...askSecret(caller, secret, "secretsmanager:GetSecretValue"),
          },
          {
            lock:
              encryption.kind === "customer" ? "the policy of its key" : "the key of AWS that encrypts it",
            cause: encryption.kind === "customer" ? encryption.key.policy.place : undefined,
            ...askKey(caller, secret, "kms:Decrypt"),
          },
        ];
        return locks.map(({ lock, cause, truth, because }) => {
          if (truth === "false") return compliant(secret.address);
          return truth === "true"
            ? violated(secret.address, `${lock} admits administrators of the account`, { cause })
            : unknown(secret.address, `${lock}: ${because}`, { cause });
        });
      }),
};

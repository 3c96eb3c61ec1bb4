import type { Place } from "../model/place";
import { regionalService } from "../model/place";
import { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import { Text } from "../policy/text";
import { factsAbout, type Subject } from "../subjects";
import { type Verdict, verdictOn } from "../verdict";

/** A secret that no stack declares. Its own policy and that of its key are not known. */
export interface ExistingSecret {
  readonly arn: string;
  /** The key that encrypts it. @default - AWS's key for Secrets Manager */
  readonly kmsKeyArn?: string | undefined;
}

/**
 * Whether a principal's own policies allow it to read such a secret. The policies of the secret and its key may still
 * deny it.
 */
export function mayRead(subject: Subject, place: Place, { arn, kmsKeyArn }: ExistingSecret): Verdict {
  const secret = Text.of(arn);
  const ask = (action: string, resource: Text, context = Context.of({})): Decision =>
    decide({
      request: { principal: subject.principal, action, resource, context: factsAbout(subject).and(context) },
      agreement: "either",
      account: place.account,
      identityPolicies: subject.policies,
    });
  return verdictOn([
    ask("secretsmanager:GetSecretValue", secret),
    ...(kmsKeyArn === undefined
      ? []
      : [
          ask(
            "kms:Decrypt",
            Text.of(kmsKeyArn),
            Context.of({
              "kms:ViaService": regionalService(place, "secretsmanager"),
              "kms:EncryptionContext:SecretARN": secret,
            }),
          ),
        ]),
  ]);
}

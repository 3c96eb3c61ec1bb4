import type { Place } from "../model/place";
import { regionalService } from "../model/place";
import { Context } from "../policy/context";
import { type Decision, decide } from "../policy/decide";
import { Text } from "../policy/text";
import { factsAbout, type Subject } from "../subjects";
import { type Verdict, verdictOn } from "../verdict";

/** A secret that these stacks do not make. What its own policy and that of its key say is not known here. */
export interface ExistingSecret {
  readonly arn: string;
  /** The key that encrypts it. @default - that of AWS for Secrets Manager */
  readonly kmsKeyArn?: string | undefined;
}

/** Whether a principal's own policies let it read one. Its policy and that of its key may still deny that. */
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

import { Names } from "../../identity/model/names";
import { readPolicy } from "../../identity/model/policies";
import type { Policy, Statement } from "../../identity/policy/statement";
import { isAbsent } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/** Resources that have a policy of their own, and where. Endpoints are not here: theirs narrows what others allow. */
const attributes: Readonly<Record<string, string>> = {
  aws_iam_role: "assume_role_policy",
  aws_kms_key: "policy",
  aws_kms_key_policy: "policy",
  aws_secretsmanager_secret: "policy",
  aws_secretsmanager_secret_policy: "policy",
  aws_sns_topic: "policy",
  aws_sns_topic_policy: "policy",
  aws_sqs_queue: "policy",
  aws_sqs_queue_policy: "policy",
};

export const noOpenPolicies: Rule = {
  name: "No policy of a key, secret, role, topic or queue allows everybody",
  threat: "Everybody is every account of AWS, not everybody of one's own.",
  check: ({ configuration }: Evidence) => {
    const names = new Names(configuration);
    return Object.entries(attributes).flatMap(([type, attribute]) =>
      configuration
        .resources(type)
        .filter((resource) => !isAbsent(resource.get(attribute)))
        .map((resource) =>
          judgePolicy(
            resource.address,
            readPolicy(configuration, names, resource.get(attribute), resource.address),
          ),
        ),
    );
  },
};

function judgePolicy(place: string, { statements, unclear }: Policy): Finding {
  const open = statements.find(admitsEverybody);
  if (open) return violated(place, `${open.place} allows everybody`);
  return unclear.length > 0 ? unknown(place, unclear.join("; ")) : compliant(place);
}

/** Conditions on who asks are what narrows a star; a condition on anything else does not. */
const admitsEverybody = ({ effect, principals, conditions }: Statement): boolean =>
  effect === "Allow" &&
  principals !== undefined &&
  (principals.except || principals.patterns.some(({ identifier }) => identifier.literal === "*")) &&
  !conditions.some(({ key }) =>
    /^(aws:principal(arn|account|orgid)|aws:source(account|arn))$/i.test(key.literal ?? ""),
  );

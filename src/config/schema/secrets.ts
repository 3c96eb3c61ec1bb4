import { z } from "zod";
import { show } from "../problem";
import { kmsKeyArn, roleArn } from "./fields";
import { rule, unique } from "./rule";
import { secretVariableName } from "./variables";

/**
 * Secrets Manager appends the last six characters.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html
 */
const secretArn = /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+-[A-Za-z0-9]{6}$/;

const secretName = /^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/;

const secret = rule(z.string(), (text) => {
  if (text.startsWith("arn:"))
    return secretArn.test(text)
      ? undefined
      : {
          found: show(text),
          allowed:
            "the whole ARN of a secret, with the six characters at its end, such as arn:aws:secretsmanager:eu-west-1:111122223333:secret:stripe-Ab12Cd",
          fix: "Copy it from `aws secretsmanager describe-secret --secret-id NAME --query ARN`.",
        };
  if (secretName.test(text)) return undefined;
  return {
    found: show(text),
    allowed: "1 to 40 lower-case letters, digits and hyphens, a letter first, no hyphen last; or an ARN",
    fix: "Choose a short name: this project makes the secret, and its name in AWS of this one.",
  };
});

const reference = rule(
  z.strictObject({
    secret: secret.describe(
      "Name of a secret that this project creates for the organization, or the ARN of an existing one in this account and region.",
    ),
    key: z
      .string()
      .regex(/^[\w.-]{1,128}$/, "letters, digits, _, - and . only")
      .describe("Key in the secret's JSON whose value, a string, is used."),
    kmsKeyArn: kmsKeyArn
      .optional()
      .describe(
        "Only with an ARN: the KMS key that encrypts the secret. The key's policy must let the role <environment>-org-<organization> decrypt. Default: the AWS managed key of Secrets Manager.",
      ),
  }),
  ({ secret: text, kmsKeyArn: key }) =>
    key === undefined || text.startsWith("arn:")
      ? undefined
      : {
          path: ["kmsKeyArn"],
          found: "a key, for a secret that this project creates",
          allowed: "a key only with the ARN of a secret that exists",
          fix: "Delete it: the organization's own key encrypts the secret.",
        },
);

/** Variables of an application whose values are in secrets. */
export const secretsSchema = z.record(secretVariableName, reference);

/**
 * Roles that store the values. Secrets Manager limits a resource policy to 20,480 characters; each role occurs in it
 * twice.
 */
export const secretWritersSchema = rule(z.array(roleArn).max(20), (roles) => unique("role", roles));

import { holds } from "../../../../src/assurance/identity/policy/condition";
import { Context } from "../../../../src/assurance/identity/policy/context";
import { Text } from "../../../../src/assurance/identity/policy/text";

const context = Context.of({
  "aws:PrincipalArn": "arn:aws:iam::111122223333:role/test-org-acme",
  "aws:PrincipalTag/team": "acme",
  "kms:EncryptionContextKeys": [Text.of("SecretARN"), Text.of("SecretVersionId")],
  "aws:SecureTransport": "true",
  "aws:SourceArn": "absent",
  "aws:UserAgent": Text.of({ placeholder: "unclear", length: "any", reason: "not understood" }),
});

const role = "arn:aws:iam::111122223333:role/test-org-acme";

test.each([
  ["StringEquals", "aws:PrincipalArn", [role], "true"],
  ["StringEquals", "AWS:principalarn", [role], "true"],
  ["StringEquals", "aws:PrincipalArn", ["other", role], "true"],
  ["StringEquals", "aws:PrincipalArn", [role.toUpperCase()], "false"],
  ["StringEqualsIgnoreCase", "aws:PrincipalArn", [role.toUpperCase()], "true"],
  ["StringEquals", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/*"], "false"],
  ["StringLike", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/*"], "true"],
  ["StringNotLike", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/*"], "false"],
  ["StringNotEquals", "aws:PrincipalArn", ["a", "b"], "true"],
  ["StringNotEquals", "aws:PrincipalArn", ["a", role], "false"],
  ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam::*:role/test-*"], "true"],
  ["ArnEquals", "aws:PrincipalArn", ["arn:aws:iam::*:role/test-*"], "true"],
  // A wildcard of an ARN does not reach across a colon, so this is none, and what AWS makes of it is left open.
  ["ArnLike", "aws:PrincipalArn", ["arn:aws:*:role/test-*"], "unknown"],
  ["ArnLike", "aws:PrincipalArn", ["arn:aws:*:role/other-*"], "false"],
  ["ArnLike", "aws:PrincipalArn", ["arn:aws:iam:*:role/test-*:"], "false"],
  ["StringLike", "aws:PrincipalArn", ["arn:aws:*:role/test-*"], "true"],
  ["ArnNotEquals", "aws:PrincipalArn", [role], "false"],
  ["ArnNotEquals", "aws:PrincipalArn", ["arn:aws:iam::111122223333:role/other"], "true"],
  ["Bool", "aws:SecureTransport", ["true"], "true"],
  ["Bool", "aws:SecureTransport", ["false"], "false"],
  // Keys that a request does not have.
  ["StringEquals", "aws:SourceArn", ["x"], "false"],
  ["StringEqualsIfExists", "aws:SourceArn", ["x"], "true"],
  ["StringNotEquals", "aws:SourceArn", ["x"], "true"],
  ["ForAllValues:StringEquals", "aws:SourceArn", ["x"], "true"],
  ["ForAnyValue:StringEquals", "aws:SourceArn", ["x"], "false"],
  ["ForAnyValue:StringNotEquals", "aws:SourceArn", ["x"], "false"],
  ["Null", "aws:SourceArn", ["true"], "true"],
  ["Null", "aws:SourceArn", ["false"], "false"],
  ["Null", "aws:PrincipalArn", ["false"], "true"],
  // Keys with several values.
  ["ForAllValues:StringEquals", "kms:EncryptionContextKeys", ["SecretARN", "SecretVersionId", "x"], "true"],
  ["ForAllValues:StringEquals", "kms:EncryptionContextKeys", ["SecretARN"], "false"],
  ["ForAnyValue:StringEquals", "kms:EncryptionContextKeys", ["SecretARN"], "true"],
  ["ForAnyValue:StringEquals", "kms:EncryptionContextKeys", ["x"], "false"],
  ["StringEquals", "kms:EncryptionContextKeys", ["SecretARN"], "unknown"],
  // Policy variables.
  ["StringEquals", "aws:PrincipalArn", [`${role.slice(0, -4)}\${aws:PrincipalTag/team}`], "true"],
  ["StringEquals", "aws:PrincipalArn", [`${role.slice(0, -4)}&{aws:PrincipalTag/team}`], "true"],
  ["StringEquals", "aws:PrincipalArn", [`${role.slice(0, -4)}\${aws:PrincipalTag/other}`], "unknown"],
  // What is not known is neither.
  ["StringEquals", "aws:UserAgent", ["x"], "unknown"],
  ["StringEquals", "aws:SourceVpce", ["vpce-1"], "unknown"],
  ["StringNotEquals", "aws:SourceVpce", ["vpce-1"], "unknown"],
  ["IpAddress", "aws:SourceIp", ["10.0.0.0/8"], "unknown"],
  ["NumericLessThan", "aws:MultiFactorAuthAge", ["3600"], "unknown"],
  ["StringResembles", "aws:PrincipalArn", [role], "unknown"],
])("%s %s %j is %s", (operator, key, values, expected) => {
  const condition = { operator, key: Text.of(key), values: values.map((value) => Text.of(value)) };
  expect(holds(condition, context)).toBe(expected);
});

import fc from "fast-check";
import { covers, intersects, matches } from "../../../../src/assurance/identity/policy/glob";
import { Text } from "../../../../src/assurance/identity/policy/text";
import { holds } from "../../../support/effort";

/** All words of two letters up to a length: two patterns that intersect have a common word no longer than both together. */
const wordsUpTo = (length: number): string[] =>
  length === 0 ? [""] : ["", ...wordsUpTo(length - 1).flatMap((word) => [`a${word}`, `b${word}`])];
const words = [...new Set(wordsUpTo(8))];

const accepts = (pattern: string) => {
  const regex = new RegExp(`^${pattern.replaceAll("?", ".").replaceAll("*", ".*")}$`);
  return words.filter((word) => regex.test(word));
};

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "?", "*"), maxLength: 4 });

describe("patterns against every word", () => {
  test("intersect exactly when some word matches both", () => {
    holds(
      fc.property(pattern, pattern, (a, b) => {
        const common = accepts(a).some((word) => accepts(b).includes(word));
        expect(intersects(Text.glob(a), Text.glob(b))).toBe(common);
      }),
      100,
      500,
    );
  });

  test("never claim to cover more than they do, and cover every single word that matches", () => {
    holds(
      fc.property(pattern, pattern, (a, b) => {
        if (covers(Text.glob(a), Text.glob(b)))
          expect(accepts(b).every((word) => accepts(a).includes(word))).toBe(true);
      }),
      100,
      500,
    );
    holds(
      fc.property(pattern, fc.constantFrom(...words), (a, word) => {
        expect(matches(Text.glob(a), Text.of(word))).toBe(accepts(a).includes(word) ? "true" : "false");
      }),
      100,
      500,
    );
  });
});

describe("unknown parts", () => {
  const secret = (id: string) =>
    Text.of(
      "arn:aws:secretsmanager:eu-west-1:1:secret:acme-",
      ...[1, 2, 3, 4, 5, 6].map((i) => ({ placeholder: "unknown", length: "one", id: `${id}${i}` }) as const),
    );
  const key = (id: string) =>
    Text.of("arn:aws:kms:eu-west-1:1:key/", { placeholder: "unknown", length: "any", id, kind: "key" });
  /** A login of an instance, whose id holds no slash unless `slashes` says it may. */
  const login = (id: string, user: Text, slashes = false) =>
    Text.join(
      "dbuser:db-",
      Text.of({
        placeholder: "unknown",
        length: "any",
        id,
        kind: "instance",
        ...(slashes ? {} : { without: "/" }),
      }),
      "/",
      user,
    );
  const digits = Text.of(
    "id-",
    ...[1, 2, 3, 4].map(
      (i) =>
        ({ placeholder: "unknown", length: "one", id: `d${i}`, characters: "0123456789abcdef" }) as const,
    ),
  );
  const unclear = Text.of("a", { placeholder: "unclear", length: "any", reason: "not understood" });

  test.each([
    ["six characters of AWS", Text.glob("*:secret:acme-??????"), secret("x"), "true"],
    ["five of them", Text.glob("*:secret:acme-?????"), secret("x"), "false"],
    ["the same secret", secret("x"), secret("x"), "true"],
    [
      "a guess at the six characters",
      Text.of("arn:aws:secretsmanager:eu-west-1:1:secret:acme-AbCdEf"),
      secret("x"),
      "unknown",
    ],
    ["a longer name", Text.glob("*:secret:acme-prod-??????"), secret("x"), "false"],
    ["letters that a hexadecimal digit is not", Text.glob("*xyz"), digits, "false"],
    ["letters that it may be", Text.glob("*abc"), digits, "unknown"],
    ["any key", Text.glob("arn:aws:kms:*:*:key/*"), key("x"), "true"],
    ["the same key", key("x"), key("x"), "true"],
    ["another key", key("x"), key("y"), "false"],
    ["logins of one instance", login("x", Text.glob("*__iam")), login("x", Text.of("acme__iam")), "true"],
    ["logins of two", login("x", Text.glob("*__iam")), login("y", Text.glob("*")), "false"],
    [
      "logins of two whose ids may hold what ends them",
      login("x", Text.glob("*"), true),
      login("y", Text.glob("*"), true),
      "unknown",
    ],
    ["a login with another ending", login("x", Text.glob("*__iam")), login("x", Text.of("master")), "false"],
    ["a key whose id is written out", Text.of("arn:aws:kms:eu-west-1:1:key/1234"), key("x"), "unknown"],
    ["a pattern that is not understood", unclear, Text.of("abc"), "unknown"],
    ["the same text that is not understood", unclear, unclear, "unknown"],
    ["everything, of something not understood", Text.glob("*"), unclear, "true"],
    [
      "a principal that the configuration does not name",
      Text.of("role/acme"),
      Text.of("role/", { placeholder: "unknown", length: "any", id: "o", fresh: true }),
      "false",
    ],
    [
      "the same, by a pattern",
      Text.glob("role/acme*"),
      Text.of("role/", { placeholder: "unknown", length: "any", id: "o", fresh: true }),
      "unknown",
    ],
  ])("%s: %s matches %s: %s", (_, pattern, value, expected) => {
    expect(matches(pattern, value)).toBe(expected);
    expect(intersects(value, pattern)).toBe(expected !== "false");
  });
});

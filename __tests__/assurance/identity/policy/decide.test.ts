import { Context } from "../../../../src/assurance/identity/policy/context";
import { type Agreement, decide } from "../../../../src/assurance/identity/policy/decide";
import type {
  Policy,
  PrincipalPattern,
  Statement,
} from "../../../../src/assurance/identity/policy/statement";
import { Text } from "../../../../src/assurance/identity/policy/text";

const account = "111122223333";
const role = `arn:aws:iam::${account}:role/acme`;
const root = `arn:aws:iam::${account}:root`;

type Part = Partial<Statement> & { principal?: string; type?: string };

const policy = (place: string, ...parts: Part[]): Policy => ({
  place,
  unclear: [],
  statements: parts.map(({ principal, type = "AWS", ...part }) => ({
    place,
    effect: "Allow",
    actions: { except: false, patterns: [Text.of("*")] },
    conditions: [],
    ...(principal !== undefined && { principals: { except: false, patterns: [named(type, principal)] } }),
    ...part,
  })),
});

const named = (type: string, identifier: string): PrincipalPattern => ({
  type,
  identifier: Text.of(identifier),
});
const allow = policy("identity", { resources: { except: false, patterns: [Text.of("*")] } });
const deny = policy("identity", { effect: "Deny", resources: { except: false, patterns: [Text.of("*")] } });
const nothing: Policy = { place: "identity", statements: [], unclear: [] };
const unreadable: Policy = { place: "identity", statements: [], unclear: ["not understood"] };

function truthOf(
  agreement: Agreement,
  identity: Policy,
  resourcePolicy: Policy | undefined,
  from: "here" | "elsewhere" = "here",
) {
  const own = from === "here" ? account : "999988887777";
  return decide({
    request: {
      principal: { type: "AWS", arn: Text.of(role.replace(account, own)), account: Text.of(own) },
      action: "service:Act",
      resource: Text.of("arn:aws:service:eu-west-1:111122223333:thing"),
      context: Context.of({}),
    },
    agreement,
    account: Text.of(account),
    identityPolicies: [identity],
    ...(resourcePolicy && { resourcePolicy }),
  }).truth;
}

const other = (arn: string) => arn.replace(account, "999988887777");

describe("keys and roles, in one account", () => {
  test.each([
    ["an identity policy alone", allow, policy("key"), "false"],
    ["a key policy that names the role", nothing, policy("key", { principal: role }), "true"],
    ["a key policy that names the account", nothing, policy("key", { principal: root }), "false"],
    ["the account and an identity policy", allow, policy("key", { principal: root }), "true"],
    [
      "the account by its number and an identity policy",
      allow,
      policy("key", { principal: account }),
      "true",
    ],
    ["every principal", nothing, policy("key", { principal: "*" }), "true"],
    ["every principal, of type *", nothing, policy("key", { principal: "*", type: "*" }), "true"],
    ["another role", allow, policy("key", { principal: `${role}2` }), "false"],
    ["another account", allow, policy("key", { principal: other(root) }), "false"],
    ["a denial by identity", deny, policy("key", { principal: role }), "false"],
    [
      "a denial by the key to the account",
      allow,
      policy("key", { principal: role }, { effect: "Deny", principal: root }),
      "false",
    ],
    ["an identity policy that cannot be read", unreadable, policy("key", { principal: root }), "unknown"],
    ["the same where the key denies", unreadable, policy("key", { effect: "Deny", principal: "*" }), "false"],
  ])("%s: %#", (_, identity, key, expected) => {
    expect(truthOf("resource", identity, key)).toBe(expected);
  });
});

describe("keys and roles, across accounts", () => {
  test.each([
    ["naming the role alone", nothing, policy("key", { principal: other(role) }), "false"],
    ["naming the role, and an identity policy", allow, policy("key", { principal: other(role) }), "true"],
    ["naming its account, and an identity policy", allow, policy("key", { principal: other(root) }), "true"],
    ["naming the key's own account", allow, policy("key", { principal: root }), "false"],
    ["an identity policy alone", allow, policy("key"), "false"],
  ])("%s", (_, identity, key, expected) => {
    expect(truthOf("resource", identity, key, "elsewhere")).toBe(expected);
  });
});

describe("secrets", () => {
  test.each([
    ["an identity policy alone", "here", allow, undefined, "true"],
    ["a secret's policy alone", "here", nothing, policy("secret", { principal: role }), "true"],
    ["neither", "here", nothing, policy("secret"), "false"],
    [
      "a secret's policy for the account alone",
      "here",
      nothing,
      policy("secret", { principal: root }),
      "false",
    ],
    [
      "an identity policy against a denial",
      "here",
      allow,
      policy("secret", { effect: "Deny", principal: "*" }),
      "false",
    ],
    ["an identity policy of another account alone", "elsewhere", allow, undefined, "false"],
    [
      "a secret's policy for another account alone",
      "elsewhere",
      nothing,
      policy("secret", { principal: other(role) }),
      "false",
    ],
    ["both, from another account", "elsewhere", allow, policy("secret", { principal: other(role) }), "true"],
  ] as const)("%s, from %s", (_, from, identity, secret, expected) => {
    expect(truthOf("either", identity, secret, from)).toBe(expected);
  });
});

describe("statements", () => {
  const patterns = (...texts: string[]) => ({ except: false, patterns: texts.map((text) => Text.of(text)) });
  test.each([
    ["actions without case", { actions: patterns("SERVICE:act") }, "true"],
    ["a pattern of actions", { actions: patterns("service:A*") }, "true"],
    ["another action", { actions: patterns("service:Other") }, "false"],
    ["all actions but this one", { actions: { ...patterns("service:Act"), except: true } }, "false"],
    ["all actions but another one", { actions: { ...patterns("service:Other"), except: true } }, "true"],
    [
      "all resources but this one",
      { resources: { ...patterns("arn:aws:service:*:thing"), except: true } },
      "false",
    ],
    ["resources with case", { resources: patterns("arn:aws:service:eu-west-1:111122223333:THING") }, "false"],
    [
      "a condition that fails",
      { conditions: [{ operator: "Null", key: Text.of("a"), values: [Text.of("?")] }] },
      "unknown",
    ],
  ])("%s", (_, part, expected) => {
    const resources = { except: false, patterns: [Text.of("*")] };
    expect(truthOf("identity", policy("identity", { resources, ...part }), undefined)).toBe(expected);
  });

  test("that deny all but one principal still admit other principals that match its ARN", () => {
    const spared = (principal: string) =>
      policy("secret", { effect: "Deny", principals: { except: true, patterns: [named("AWS", principal)] } });
    expect(truthOf("either", allow, spared(role))).toBe("unknown");
    expect(truthOf("either", allow, spared(`${role}2`))).toBe("false");
  });
});

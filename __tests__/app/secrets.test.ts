import { atLeastOne } from "../support/at-least-one";
import { shippedStacks } from "../support/environments";

/** Resource types that hold or hand out secret material in state. */
const forbidden =
  /^(aws_secretsmanager_secret_version|aws_secretsmanager_random_password|aws_ssm_parameter|random_|tls_|kubernetes_secret)/;

/** Attribute names under which a provider keeps secret material. */
const secretAttributes =
  /^(password|master_password|password_wo|secret_string|secret_binary|secret_string_wo|token|access_key|secret_key)$/;

describe("no secret is in any stack", () => {
  const stacks = shippedStacks();

  test("no stack has a resource or data source that keeps a secret in the state", () => {
    const types = stacks.flatMap(({ name, json }) =>
      [json.resource, json.data, json.ephemeral].flatMap((section) =>
        Object.keys(section ?? {}).map((type) => ({ name, type })),
      ),
    );
    expect(types.length).toBeGreaterThan(50);
    expect(types.filter(({ type }) => forbidden.test(type))).toEqual([]);
  });

  test("no attribute has a secret", () => {
    const found: string[] = [];
    const visit = (value: unknown, where: string): void => {
      if (value === null || typeof value !== "object") return;
      for (const [key, child] of Object.entries(value)) {
        if (secretAttributes.test(key)) found.push(`${where}.${key}`);
        visit(child, `${where}.${key}`);
      }
    };
    for (const { name, json } of stacks) visit({ provider: json.provider, resource: json.resource }, name);
    expect(found).toEqual([]);
  });

  test("no text looks like a private key, an access key or a password in a URL", () => {
    const patterns = [/PRIVATE KEY/, /\bAKIA[0-9A-Z]{16}\b/, /\w+:\/\/[^\s"$:@/]+:[^\s"$@/]+@/];
    for (const { name, text } of atLeastOne(stacks)) {
      for (const pattern of atLeastOne(patterns))
        expect({ name, found: pattern.exec(text)?.[0] }).toEqual({ name, found: undefined });
    }
  });

  test("outputs are names, ids and ARNs, and none is sensitive", () => {
    const outputs = stacks.flatMap(({ name, json }) =>
      Object.entries((json.output ?? {}) as Record<string, { value: unknown; sensitive?: boolean }>).map(
        ([output, settings]) => ({ name, output, ...settings }),
      ),
    );
    for (const { name, output, value, sensitive } of atLeastOne(outputs)) {
      expect({ name, output, sensitive }).toEqual({ name, output, sensitive: undefined });
      expect(JSON.stringify(value)).not.toMatch(/password|secret_string|token\b/i);
    }
  });
});

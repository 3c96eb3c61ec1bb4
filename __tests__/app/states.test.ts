import { atLeastOne } from "../support/at-least-one";
import { shippedStacks } from "../support/environments";

describe("every synthesized stack", () => {
  const stacks = shippedStacks();

  test.each(stacks.map((stack) => [stack.name, stack] as const))(
    "%s has its backend, its required_version and its account",
    (name, { json }) => {
      const environment = name.split("-")[0] as string;
      expect(json.terraform.required_version).toBe(">= 1.11.0");
      if (environment === "prod") {
        expect(json.terraform.backend).toEqual({
          s3: {
            bucket: "example-terraform-state-444455556666",
            encrypt: true,
            key: `prod/${name}.tfstate`,
            kms_key_id: "arn:aws:kms:eu-west-1:444455556666:key/0f2b8c1e-5a7d-4c3e-9b6a-2d1f0e8c7a54",
            region: "eu-west-1",
            use_lockfile: true,
          },
        });
      } else {
        expect(json.terraform.backend).toEqual({ local: { path: `../../../state/${name}.tfstate` } });
      }
      for (const provider of atLeastOne(json.provider.aws)) {
        expect(provider.allowed_account_ids).toEqual([
          environment === "prod" ? "444455556666" : "111122223333",
        ]);
        expect(provider.default_tags[0].tags).toMatchObject({ Environment: environment, Stack: name });
      }
    },
  );

  test("pins the only three providers", () => {
    const pins = new Set(
      stacks.flatMap(({ json }) =>
        Object.values(
          json.terraform.required_providers as Record<string, { source: string; version: string }>,
        ).map(({ source, version }) => `${source} ${version}`),
      ),
    );
    expect([...pins].sort()).toEqual(["aws 6.25.0", "helm 3.1.1", "kubernetes 2.38.0"]);
  });

  test("reads only states of stacks that it depends on", () => {
    const states = new Map(
      stacks.map(({ name, json }) => [JSON.stringify(keyOf(Object.values(json.terraform.backend)[0])), name]),
    );
    expect(states.size).toBe(stacks.length);
    const read = stacks.flatMap(({ name, json }) =>
      Object.values((json.data?.terraform_remote_state ?? {}) as Record<string, { config: unknown }>).map(
        ({ config }) => ({ name, config }),
      ),
    );
    for (const { name, config } of atLeastOne(read)) {
      const producer = states.get(JSON.stringify(keyOf(config)));
      expect(producer?.split("-")[0]).toBe(name.split("-")[0]);
    }
  });

  test("reads nothing from AWS at plan time: its only data sources are remote states", () => {
    const types = new Set(stacks.flatMap(({ json }) => Object.keys(json.data ?? {})));
    expect([...types].sort()).toEqual(["terraform_remote_state"]);
  });
});

const keyOf = (settings: unknown) => {
  const { key, path } = settings as { key?: string; path?: string };
  return key ?? path;
};

import { analyzeIdentity } from "../../../src/assurance/identity/analyze";
import { Configuration } from "../../../src/assurance/terraform";
import { atLeastOne } from "../../support/at-least-one";
import { shippedSources } from "../support/sources";
import { shortName } from "./support";

const sources = shippedSources();

describe.each([
  ["dev", ["acme", "globex"]],
  ["prod", ["acme", "globex"]],
])("%s", (environment, organizations) => {
  const stacks = sources.filter(({ name }) => name.startsWith(`${environment}-`));
  const { secrets, roles, takeovers, mounts } = analyzeIdentity(new Configuration(stacks));
  const writer = `${environment}-database-credentials`;
  const secretsOf = (organization: string) =>
    secrets.filter(({ secret }) => secret.startsWith(`${organization}-${environment}-`));
  /** Those that the credentials function writes. */
  const isGenerated = ({ secret }: { readonly secret: string }) => !/-settings$/.test(secret);

  test.each(organizations)(
    "lets the role of %s read its secrets, the credentials function those that it writes, and no other principal",
    (name) => {
      for (const { secret, readers } of atLeastOne(secretsOf(name)))
        expect(readers.map((reader) => shortName(reader.name)).sort()).toEqual([
          ...(isGenerated({ secret }) ? [writer] : []),
          `${environment}-org-${name}`,
        ]);
    },
  );

  test("lets the role that config lists write the password of Miniflux, and not read it", () => {
    const { writers, readers } = secrets.find((one) => !isGenerated(one)) ?? { writers: [], readers: [] };
    expect(writers.map(({ name }) => name)).toEqual([
      expect.stringMatching(/:role\/globex-(developers|operations)$/),
    ]);
    expect(readers.map(({ name }) => name)).not.toContain(writers[0]?.name);
  });

  test.each(organizations)("proves statement by statement that the role of %s reads its secrets", (name) => {
    for (const { readers } of atLeastOne(secretsOf(name))) {
      const verdict = readers.find(({ kind }) => kind === "role")?.verdict;
      expect(verdict).toEqual({
        kind: "allowed",
        witness: [
          expect.stringMatching(/identity_role_policy_.* ReadSecrets allows secretsmanager:GetSecretValue$/),
          expect.stringMatching(/identity_role_policy_.* DecryptSecrets allows kms:Decrypt$/),
          expect.stringMatching(/secrets_key_.* ReadSecretsAsOrganization allows kms:Decrypt$/),
        ],
      });
    }
  });

  test("lets only the credentials function write the secrets that it creates", () => {
    const all = organizations.flatMap(secretsOf).filter(isGenerated);
    for (const { writers } of atLeastOne(all))
      expect(writers.map(({ name }) => shortName(name))).toEqual([writer]);
  });

  test.each(organizations)("lets only its service account assume the role of %s", (name) => {
    const role = roles.find(({ role }) => role === `${environment}-org-${name}`);
    expect(role?.holders.map((holder) => [holder.kind, holder.name, holder.verdict.kind])).toEqual([
      ["service account", `service account ${name}/${name}`, "allowed"],
    ]);
  });

  test("lets pods read all secrets that they mount", () => {
    expect(mounts).toHaveLength(organizations.flatMap(secretsOf).length);
    for (const { verdict } of atLeastOne(mounts)) expect(verdict.kind).toBe("allowed");
  });

  test("has no indirect path to any credential", () => {
    expect(takeovers).toEqual([]);
  });

  test("lets only the credentials function read the master password, not even administrators", () => {
    const masters = secrets.filter(({ masterOf }) => masterOf !== undefined);
    expect(masters.map(({ readers }) => readers.map(({ name }) => name))).toEqual([[writer]]);
  });
});

test("no role reads secrets of the other environment where both are read together", () => {
  const { secrets } = analyzeIdentity(new Configuration(sources));
  const foreign = secrets.flatMap(({ secret, readers }) =>
    readers
      .filter(({ kind }) => kind === "role")
      .filter(({ name }) => /dev-/.test(secret) !== name.startsWith("dev-"))
      .map(({ name }) => `${name} reads ${secret}`),
  );
  expect(foreign).toEqual([]);
});

import { knownProviders } from "../../../src/assurance/known/terraform";
import { shippedSources } from "../support/sources";

/** A new version of a provider may have arguments, types and defaults that lists of the proof lack. */
test("src/assurance/known/terraform.ts names the installed versions of the providers", () => {
  const asked = shippedSources().flatMap(({ json }) =>
    Object.entries(
      (json as { terraform: { required_providers: Record<string, { version: string }> } }).terraform
        .required_providers,
    ).map(([name, { version }]) => `${name} ${version}`),
  );
  expect([...new Set(asked)].sort()).toEqual(
    Object.entries(knownProviders)
      .map(([name, { version }]) => `${name} ${version}`)
      .sort(),
  );
});

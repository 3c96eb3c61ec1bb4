import type { Application, Organization } from "./model";
import { compare } from "./problem";

/** Where the value of one variable is. */
export type SecretReference = Application["secrets"][string];

/** Whether it is in a secret that was there before, which the file names by its ARN. */
export const isExisting = ({ secret }: Pick<SecretReference, "secret">): boolean => secret.startsWith("arn:");

/** An application's variables with the secrets that hold their values, in the order of their names. */
export const referencesOf = ({ secrets }: Pick<Application, "secrets">): [string, SecretReference][] =>
  Object.entries(secrets).sort(([a], [b]) => compare(a, b));

const references = ({ applications }: Pick<Organization, "applications">): SecretReference[] =>
  applications.flatMap((application) => referencesOf(application).map(([, reference]) => reference));

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort(compare);

/** Secrets that are made for an organization's applications, by the names that its file gives them. */
export const ownSecrets = (organization: Pick<Organization, "applications">): string[] =>
  distinct(
    references(organization)
      .filter((one) => !isExisting(one))
      .map(({ secret }) => secret),
  );

/** ARNs of secrets that were there before and that its applications take values from. */
export const existingSecretArns = (organization: Pick<Organization, "applications">): string[] =>
  distinct(
    references(organization)
      .filter(isExisting)
      .map(({ secret }) => secret),
  );

/** ARNs of the keys of these, as far as they have keys of their own. */
export const existingKeyArns = (organization: Pick<Organization, "applications">): string[] =>
  distinct(references(organization).flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));

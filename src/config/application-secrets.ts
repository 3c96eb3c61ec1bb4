import type { Application, Organization } from "./model";
import { compare } from "./problem";

/** Where an application finds the value of a variable: a secret, and a key in it. */
export type SecretReference = Application["secrets"][string];

/** Whether the secret existed before: the file then names it by its ARN. */
export const isExisting = ({ secret }: Pick<SecretReference, "secret">): boolean => secret.startsWith("arn:");

/** The variables of an application that have secret values, sorted by name. */
export const referencesOf = ({ secrets }: Pick<Application, "secrets">): [string, SecretReference][] =>
  Object.entries(secrets).sort(([a], [b]) => compare(a, b));

const references = ({ applications }: Pick<Organization, "applications">): SecretReference[] =>
  applications.flatMap((application) => referencesOf(application).map(([, reference]) => reference));

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)].sort(compare);

/** Secrets that the project creates for an organization's applications, by the names in its file. */
export const ownSecrets = (organization: Pick<Organization, "applications">): string[] =>
  distinct(
    references(organization)
      .filter((one) => !isExisting(one))
      .map(({ secret }) => secret),
  );

/** ARNs of existing secrets that the applications read. */
export const existingSecretArns = (organization: Pick<Organization, "applications">): string[] =>
  distinct(
    references(organization)
      .filter(isExisting)
      .map(({ secret }) => secret),
  );

/** ARNs of the customer managed keys that encrypt these existing secrets. */
export const existingKeyArns = (organization: Pick<Organization, "applications">): string[] =>
  distinct(references(organization).flatMap(({ kmsKeyArn }) => kmsKeyArn ?? []));

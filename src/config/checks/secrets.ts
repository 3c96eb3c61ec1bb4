import {
  existingKeyArns,
  existingSecretArns,
  isExisting,
  referencesOf,
  type SecretReference,
} from "../application-secrets";
import type { Application, Environment } from "../model";
import { secretNames } from "../names";
import { type Path, type Problem, show } from "../problem";
import { partsOf } from "./arn";
import { type NamedOrganizations, neighboursOf } from "./check";

interface Placed {
  readonly application: Application;
  readonly variable: string;
  readonly reference: SecretReference;
  /** Path of the variable. */
  readonly at: Pick<Problem, "organization" | "path">;
}

const placed = ({ organizations }: NamedOrganizations): Placed[] =>
  organizations.flatMap(({ name, applications }) =>
    applications.flatMap((application, index) =>
      referencesOf(application).map(([variable, reference]) => ({
        application,
        variable,
        reference,
        at: { organization: name, path: ["applications", index, "secrets", variable] },
      })),
    ),
  );

const below = ({ at: { organization, path } }: Placed, ...further: Path) => ({
  ...(organization !== undefined && { organization }),
  path: [...path, ...further],
});

/** A secret that the project creates is empty until one of its writers stores a value; pods wait for it. */
export function secretsHaveWriters(environment: NamedOrganizations): Problem[] {
  const without = new Set(
    environment.organizations
      .filter(({ secretWriters }) => secretWriters.length === 0)
      .map(({ name }) => name),
  );
  return placed(environment)
    .filter(({ reference, at }) => !isExisting(reference) && without.has(at.organization ?? ""))
    .map((one) => ({
      ...below(one, "secret"),
      found: `${show(one.reference.secret)}, into which no role may write a value`,
      allowed: "a secret with writers: pods do not start before it has a value",
      fix: "List in `secretWriters` of this file the IAM roles that may write values.",
    }));
}

/**
 * In another account, the secret's policy is not sufficient: policies of that account would have to allow the write as
 * well, and this project cannot see them.
 */
export const writersAreOfAccount = ({ account, organizations }: Environment): Problem[] =>
  organizations.flatMap(({ name, secretWriters }) =>
    secretWriters.flatMap((arn, index): Problem[] => {
      if (partsOf(arn).account === account) return [];
      return [
        {
          organization: name,
          path: ["secretWriters", index],
          found: `${show(arn)}, a role of another account`,
          allowed: `roles of the account ${account}`,
          fix: "Name a role of this account that the other one may assume.",
        },
      ];
    }),
  );

/**
 * Existing secrets must be in the environment's account and region, and must not be secrets that the project creates.
 */
export function existingSecretsAreOfRegionAndAccount(
  environment: Environment,
  all: readonly Environment[],
): Problem[] {
  const { account, region } = environment;
  const made = new Set(
    neighboursOf(environment, all).flatMap((one) =>
      one.organizations.flatMap((organization) => secretNames(one, organization)),
    ),
  );
  return placed(environment)
    .filter(({ reference }) => isExisting(reference))
    .flatMap((one): Problem[] => {
      const { secret } = one.reference;
      const { region: secretRegion, account: secretAccount, resource } = partsOf(secret);
      const name = resource.slice("secret:".length, -"-123456".length);
      const complaint = (found: string, allowed: string, fix: string) => [
        { ...below(one, "secret"), found, allowed, fix },
      ];
      if (secretRegion !== region || secretAccount !== account)
        return complaint(
          `a secret of the account ${secretAccount} in ${secretRegion}`,
          `one of the account ${account} in ${region}: pods read no other`,
          "Copy the secret there, or let this project create one: `secret: NAME`.",
        );
      if (!made.has(name)) return [];
      return complaint(
        `${show(name)}, a secret that this project creates`,
        "existing secrets that this project does not create: those of organizations have one reader each",
        "Name a secret of this organization by its name, `secret: NAME`.",
      );
    });
}

/** A secret's key is in the secret's region; it may belong to another account. */
export function existingKeysAreOfRegion(environment: Environment): Problem[] {
  const { region, account } = environment;
  return placed(environment).flatMap((one): Problem[] => {
    const { kmsKeyArn } = one.reference;
    if (kmsKeyArn === undefined) return [];
    const { region: keyRegion } = partsOf(kmsKeyArn);
    if (keyRegion === region) return [];
    return [
      {
        ...below(one, "kmsKeyArn"),
        found: `a key in ${keyRegion}`,
        allowed: `a key in ${region}, the region of the secret, of the account ${account} or another one`,
        fix: "Copy it from `aws secretsmanager describe-secret --secret-id NAME --query KmsKeyId`.",
      },
    ];
  });
}

/**
 * Characters available for ARNs of secrets and keys, of the 10,240 characters that IAM allows in the inline policies of
 * a role:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const mostCharacters = 9200;

/** Characters that quotes and a comma add to an ARN. */
const around = 3;

/**
 * The policies of a pod role list each secret twice (for reading and as an encryption context for decryption) and each
 * key once.
 */
export const secretsFitRole = (environment: Environment): Problem[] =>
  environment.organizations.flatMap((organization): Problem[] => {
    const own = `arn:aws:secretsmanager:${environment.region}:${environment.account}:secret:`;
    const made = secretNames(environment, organization).map((name) => `${own}${name}-123456`);
    const secrets = [...made, ...existingSecretArns(organization)];
    const named = [...secrets, ...secrets, ...existingKeyArns(organization)];
    const characters = named.reduce((sum, arn) => sum + arn.length + around, 0);
    if (characters <= mostCharacters) return [];
    return [
      {
        organization: organization.name,
        path: ["applications"],
        found: `${secrets.length} secrets, whose ARNs and keys take ${characters} characters of the role of its pods`,
        allowed: `at most ${mostCharacters} characters: IAM refuses a longer policy`,
        fix: "Put several values into one secret, under a key each, or move applications to another organization.",
      },
    ];
  });

/** A variable must not be both a setting and a secret. */
export function secretsAreNoSettings(environment: Environment): Problem[] {
  const inFiles = environment.credentials.delivery === "files";
  return placed(environment).flatMap((one): Problem[] => {
    const { application, variable } = one;
    const taken = Object.keys(application.env).find(
      (name) => name === variable || (inFiles && name === `${variable}_FILE`),
    );
    if (taken === undefined) return [];
    return [
      {
        ...below(one),
        found: `the variable ${taken}, which \`env\` sets`,
        allowed: "each variable once",
        fix: "Delete it from `env`, or rename one of them.",
      },
    ];
  });
}

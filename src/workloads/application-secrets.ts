import { createHash } from "node:crypto";
import { isExisting, referencesOf, type SecretReference } from "../config/application-secrets";
import type { Application, Environment, Organization } from "../config/model";
import { applicationSecretName } from "../config/names";
import { unknownTime, writtenKey } from "../foundation/copied-secrets";
import type { SecretEntry } from "./credentials";
import { literal } from "./literal";
import type { MountedSecret } from "./secret-provider-class";
import { fileVariable, secretVariable, type Variable } from "./variables";

export interface ApplicationSecretsProps {
  readonly environment: Environment;
  readonly organization: Organization;
  readonly application: Application;
}

/** The secrets that an application takes variables from, as it mounts them. Each value is a file named as its variable. */
export function mountedSecrets(props: ApplicationSecretsProps): MountedSecret[] {
  const { environment, organization, application } = props;
  const bySecret = new Map<string, { reference: SecretReference; entries: SecretEntry[] }>();
  for (const [variable, reference] of referencesOf(application)) {
    const found = bySecret.get(reference.secret) ?? { reference, entries: [] };
    found.entries.push({ alias: variable, key: variable, path: pathOf(reference) });
    bySecret.set(reference.secret, found);
  }
  return [...bySecret.values()].map(({ reference, entries }) => {
    const secret = {
      name: isExisting(reference)
        ? reference.secret
        : applicationSecretName(environment, organization, reference.secret),
      whole: `${shortNameOf(reference)}.json`,
    };
    return environment.credentials.delivery === "files"
      ? { ...secret, entries }
      : {
          ...secret,
          entries: [...entries, writtenEntry(reference)],
          kubernetesSecret: kubernetesSecretName(application, reference),
        };
  });
}

/**
 * When the version was written, as far as who wrote it says so: a text that starts as a date of this century. The provider
 * refuses other types, and a function of JMESPath does: neither may fail a mount that needs no time.
 */
const writtenEntry = (reference: SecretReference): SecretEntry => ({
  alias: `${shortNameOf(reference)}.${writtenKey}`,
  key: writtenKey,
  path: `[${writtenKey}][?type(@) == 'string' && starts_with(@, '20')] | [0] || '${unknownTime}'`,
});

/** The variables, or where they are files those that name these. */
export const secretVariables = ({ environment, application }: ApplicationSecretsProps): Variable[] =>
  referencesOf(application).map(([variable, reference]) =>
    environment.credentials.delivery === "files"
      ? fileVariable(variable)
      : secretVariable(variable, kubernetesSecretName(application, reference), variable),
  );

/** Keys that are no identifiers of JMESPath stand in quotes. */
const pathOf = ({ key }: SecretReference): string =>
  /^[A-Za-z_]\w*$/.test(key) ? key : literal(JSON.stringify(key));

/** An ARN tells names apart that differ in their last characters alone, and is too long for a name itself. */
const shortNameOf = (reference: SecretReference): string =>
  isExisting(reference)
    ? `existing-${createHash("sha256").update(reference.secret).digest("hex").slice(0, 8)}`
    : `app-${reference.secret}-settings`;

/** Neither of the two names holds a dot, so no two applications have one Kubernetes secret between them. */
const kubernetesSecretName = ({ name }: Application, reference: SecretReference): string =>
  `${name}.${shortNameOf(reference)}`;

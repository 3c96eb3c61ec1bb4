import { createHash } from "node:crypto";
import { isExisting, referencesOf, type SecretReference } from "../config/application-secrets";
import { unknownTime, writtenKey } from "../config/facts/copied-secrets";
import type { Application, Environment, Organization } from "../config/model";
import { applicationSecretName } from "../config/names";
import { isDeliveredAsFiles } from "./application-props";
import type { SecretEntry } from "./credentials";
import { literal } from "./literal";
import type { MountedSecret } from "./secret-provider-class";
import { fileVariable, secretVariable, type Variable } from "./variables";

export interface ApplicationSecretsProps {
  readonly environment: Environment;
  readonly organization: Organization;
  readonly application: Application;
}

/**
 * Secrets with values of an application's variables, as it mounts them. Each value is a file named like its variable.
 */
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
    return isDeliveredAsFiles(environment)
      ? { ...secret, entries }
      : {
          ...secret,
          entries: [...entries, writtenEntry(reference)],
          kubernetesSecret: kubernetesSecretName(application, reference),
        };
  });
}

/**
 * The time at which the version was written, if its JSON contains one: a string that starts with a date of this
 * century. The provider fails for other types, and so do functions of JMESPath: a mount must not fail for a missing
 * time.
 */
const writtenEntry = (reference: SecretReference): SecretEntry => ({
  alias: `${shortNameOf(reference)}.${writtenKey}`,
  key: writtenKey,
  path: `[${writtenKey}][?type(@) == 'string' && starts_with(@, '20')] | [0] || '${unknownTime}'`,
});

/** Variables with the values, or with the paths of files if delivered as files. */
export const secretVariables = ({ environment, application }: ApplicationSecretsProps): Variable[] =>
  referencesOf(application).map(([variable, reference]) =>
    isDeliveredAsFiles(environment)
      ? fileVariable(variable)
      : secretVariable(variable, kubernetesSecretName(application, reference), variable),
  );

/** Keys that are not identifiers of JMESPath need quotes. */
const pathOf = ({ key }: SecretReference): string =>
  /^[A-Za-z_]\w*$/.test(key) ? key : literal(JSON.stringify(key));

/** A digest of the ARN, which is too long for a name and whose random suffix must be considered. */
const shortNameOf = (reference: SecretReference): string =>
  isExisting(reference)
    ? `existing-${createHash("sha256").update(reference.secret).digest("hex").slice(0, 8)}`
    : `app-${reference.secret}-settings`;

/** Neither name contains a dot, so two applications never share a Kubernetes secret. */
const kubernetesSecretName = ({ name }: Application, reference: SecretReference): string =>
  `${name}.${shortNameOf(reference)}`;

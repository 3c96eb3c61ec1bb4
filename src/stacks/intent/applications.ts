import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import { defaults } from "./defaults";

type Application = Declared["organizations"][number]["file"]["applications"][number];
type Opened = NonNullable<Intent["organizations"][number]["opened"]>;
type Workload = NonNullable<Intent["deployment"]>["workloads"][number];

export const nameOf = ({ name }: Application): string => name ?? defaults.metabase;

interface Kind {
  readonly port: number;
  readonly encryptsData: boolean;
  readonly migratesAtStart: boolean;
}

/**
 * Defaults of applications by kind. Metabase encrypts what it stores with its own key, and migrates when it starts, so its
 * statements have no time limit by default.
 */
const kinds: Readonly<Record<Application["kind"], Kind>> = {
  container: { port: 8080, encryptsData: false, migratesAtStart: false },
  metabase: { port: 3000, encryptsData: true, migratesAtStart: true },
};

export const migratesAtStart = ({ kind }: Application): boolean => kinds[kind].migratesAtStart;

export const encryptsData = ({ kind }: Application): boolean => kinds[kind].encryptsData;

/** The intended access to an application; an empty list if it is not opened. */
export const openedOf = (application: Application): Opened =>
  application.access
    ? [
        {
          workload: nameOf(application),
          hostname: application.access.hostname,
          certificate: application.access.certificateArn,
          port: ("port" in application ? application.port : undefined) ?? kinds[application.kind].port,
          ranges: application.access.allowedCidrs,
          isInternal: application.access.scheme === "internal",
        },
      ]
    : [];

/** The intended image and variables of an application's pods. */
export const workloadOf = (
  application: Application,
  { organization, environment, registry }: Record<"organization" | "environment", string> & Mirror,
): Workload => ({
  namespace: organization,
  workload: nameOf(application),
  image: application.image ?? `${metabaseIn(registry)}:`,
  pullSecret: application.imagePullSecret,
  variables: application.env ?? {},
  generated: encryptsData(application) ? ["MB_ENCRYPTION_SECRET_KEY"] : [],
  hostname: application.access?.hostname,
  secrets: Object.entries(application.secrets ?? {}).map(([variable, { secret, ...where }]) => ({
    variable,
    secret: isExisting(secret) ? secret : secretNameOf(organization, environment, secret),
    ...where,
  })),
});

interface Mirror {
  /** Registry that mirrors public images. */
  readonly registry: string | undefined;
}

/** Metabase's image, in the mirror if there is one. */
const metabaseIn = (registry: string | undefined): string =>
  registry === undefined ? "metabase/metabase" : `${registry}/docker.io/metabase/metabase`;

/** Name of the secret, by which its writers refer to it. */
export const secretNameOf = (organization: string, environment: string, secret: string): string =>
  `${organization}-${environment}-app-${secret}-settings`;

/** An existing secret is named by its ARN. */
const isExisting = (secret: string): boolean => secret.startsWith("arn:");

/** Names in config of the secrets that the project creates for applications. */
export function secretsMadeFor(applications: readonly Application[]): string[] {
  const named = applications.flatMap(({ secrets = {} }) => Object.values(secrets));
  return [...new Set(named.map(({ secret }) => secret).filter((secret) => !isExisting(secret)))];
}

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
}

/** What applications of each kind do where their files say nothing. Metabase encrypts what it stores with a key of its own. */
const kinds: Readonly<Record<Application["kind"], Kind>> = {
  container: { port: 8080, encryptsData: false },
  metabase: { port: 3000, encryptsData: true },
};

export const encryptsData = ({ kind }: Application): boolean => kinds[kind].encryptsData;

/** How an application is meant to be opened; nothing where it is not. */
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

/** What pods of an application run, and the variables that they get. */
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

/** The name of Metabase's image, in the mirror where there is one. */
const metabaseIn = (registry: string | undefined): string =>
  registry === undefined ? "metabase/metabase" : `${registry}/docker.io/metabase/metabase`;

/** By this name those who put values in call the secret. */
export const secretNameOf = (organization: string, environment: string, secret: string): string =>
  `${organization}-${environment}-app-${secret}-settings`;

/** A secret that was there before is named by its ARN. */
const isExisting = (secret: string): boolean => secret.startsWith("arn:");

/** What config calls the secrets that are made for applications. */
export function secretsMadeFor(applications: readonly Application[]): string[] {
  const named = applications.flatMap(({ secrets = {} }) => Object.values(secrets));
  return [...new Set(named.map(({ secret }) => secret).filter((secret) => !isExisting(secret)))];
}

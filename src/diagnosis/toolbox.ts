import type { Application, Environment, Organization } from "../config/model";
import { ContainerImage } from "../foundation/container-image";
import { isDeliveredAsFiles } from "../workloads/application-props";
import { Mount } from "../workloads/mount";
import { plainVariable, serviceVariables, type Variable } from "../workloads/variables";
import { type KubernetesObject, standInPod } from "./stand-in";

const purpose = "toolbox";
const hours = 4;

export interface ToolboxProps {
  readonly environment: Pick<Environment, "credentials" | "images">;
  readonly organization: Organization;
  /** Application whose login it has. */
  readonly application: Application;
  /** Image with psql and pg_dump. @default ContainerImage.POSTGRESQL, pulled as config requires */
  readonly image?: ContainerImage;
}

/**
 * A pod of the organization in which psql, pg_dump and pg_restore connect to its database without parameters. It waits
 * for `kubectl exec`, and ends after a fixed time, because it gives access to the database.
 */
export function toolbox({
  environment,
  organization,
  application,
  image = ContainerImage.POSTGRESQL.from(environment.images),
}: ToolboxProps): KubernetesObject[] {
  const { metadata, spec } = standInPod({
    environment,
    organization,
    application,
    purpose,
    image,
    command: ["sleep", String(hours * 3600)],
    variables: [
      ...(isDeliveredAsFiles(environment) ? serviceVariables : partVariables(organization)),
      plainVariable("HOME", "/tmp"),
    ],
    mounts: [Mount.scratch("tmp", "/tmp", "100Mi")],
  });
  return [
    {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...metadata, name: `${purpose}-${application.name}`, namespace: organization.name },
      spec: { ...spec, activeDeadlineSeconds: hours * 3600 },
    },
  ];
}

const partVariables = ({ authentication }: Organization): Variable[] => [
  plainVariable("PGHOST", "$(DB_HOST)"),
  plainVariable("PGPORT", "$(DB_PORT)"),
  plainVariable("PGDATABASE", "$(DB_NAME)"),
  plainVariable("PGUSER", "$(DB_USER)"),
  ...(authentication === "iam" ? [] : [plainVariable("PGPASSWORD", "$(DB_PASSWORD)")]),
];

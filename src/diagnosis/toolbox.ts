import type { Application, Organization } from "../config/model";
import { ContainerImage } from "../workloads/container-image";
import { Mount } from "../workloads/mount";
import { plainVariable } from "../workloads/variables";
import { type KubernetesObject, standInPod } from "./stand-in";

const purpose = "toolbox";
const hours = 4;

export interface ToolboxProps {
  readonly organization: Organization;
  /** Whose login it has. */
  readonly application: Application;
  /** Image with psql and pg_dump. @default ContainerImage.POSTGRESQL */
  readonly image?: ContainerImage;
}

/**
 * A pod of the organization in which psql, pg_dump and pg_restore connect to its database without parameters. It waits for
 * `kubectl exec`, and ends by itself: an unwatched way in should not stay.
 */
export function toolbox({
  organization,
  application,
  image = ContainerImage.POSTGRESQL,
}: ToolboxProps): KubernetesObject[] {
  const iam = organization.authentication === "iam";
  const { metadata, spec } = standInPod({
    organization,
    application,
    purpose,
    image,
    command: ["sleep", String(hours * 3600)],
    variables: [
      plainVariable("PGHOST", "$(DB_HOST)"),
      plainVariable("PGPORT", "$(DB_PORT)"),
      plainVariable("PGDATABASE", "$(DB_NAME)"),
      plainVariable("PGUSER", "$(DB_USER)"),
      ...(iam ? [] : [plainVariable("PGPASSWORD", "$(DB_PASSWORD)")]),
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

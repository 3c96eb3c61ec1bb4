import type { Application, Environment, Organization } from "../config/model";
import { ownerRole, secretsMountPath } from "../config/names";
import { entranceNetworks } from "../database/paths";
import { ContainerImage } from "../foundation/container-image";
import { projectFolder } from "../functions/project-folder";
import { Mount } from "../workloads/mount";
import { plainVariable } from "../workloads/variables";
import { bundledScript } from "./script";
import { type KubernetesObject, standInPod } from "./stand-in";

const purpose = "connection-check";
const folder = "/opt/connection-check";
const file = "index.js";

export interface ConnectionCheckProps {
  readonly environment: Environment;
  readonly organization: Organization;
  /** Whose path is checked. */
  readonly application: Application;
  /** Image whose path has Node.js 20 or later. @default ContainerImage.NODEJS, as config wants it to be pulled */
  readonly image?: ContainerImage;
  /** Whether the report is for a program. @default false */
  readonly json?: boolean;
}

/**
 * A job that goes the way of an application's connection from a pod of the organization, step by step, and says where
 * it ends. What it proves is proven with the rights that the cluster, AWS and PostgreSQL give today, not those declared.
 */
export function connectionCheck(props: ConnectionCheckProps): KubernetesObject[] {
  const {
    environment,
    organization,
    application,
    image = ContainerImage.NODEJS.from(props.environment.images),
    json = false,
  } = props;
  const metadata = { name: `${purpose}-${application.name}`, namespace: organization.name };
  const pod = standInPod({
    environment,
    organization,
    application,
    purpose,
    image,
    command: ["node", `${folder}/${file}`, ...(json ? ["--json"] : [])],
    variables: [
      plainVariable("SECRETS_FOLDER", secretsMountPath),
      plainVariable("EXPECTATION", JSON.stringify(expectation(props))),
    ],
    mounts: [Mount.files("script", folder, metadata.name)],
  });
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata,
      data: { [file]: bundledScript(purpose, projectFolder()) },
    },
    {
      apiVersion: "batch/v1",
      kind: "Job",
      metadata,
      spec: {
        backoffLimit: 0,
        // More than all tries of all checks take, and enough for a node to pull the image.
        activeDeadlineSeconds: 600,
        ttlSecondsAfterFinished: 3600,
        template: pod,
      },
    },
  ];
}

/** What the pod should find, in names. The script's own type is in pod-src, which shares nothing with src. */
const expectation = ({ environment, organization, application }: ConnectionCheckProps) => ({
  environment: environment.name,
  organization: organization.name,
  application: application.name,
  region: environment.region,
  authentication: organization.authentication,
  delivery: environment.credentials.delivery,
  owner: ownerRole(organization),
  connectionLimit: organization.connectionLimit,
  networks: entranceNetworks(environment),
});

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
  /** Application whose path is checked. */
  readonly application: Application;
  /** Image with Node.js 20 or later in its PATH. @default ContainerImage.NODEJS, pulled as config requires */
  readonly image?: ContainerImage;
  /** Whether the report is JSON. @default false */
  readonly json?: boolean;
}

/**
 * A job that connects to the database step by step like an application of the organization, and reports the step that
 * fails. It tests the current rights in the cluster, AWS and PostgreSQL, not the declared ones.
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
        // Longer than all attempts of all checks, plus the time to pull the image.
        activeDeadlineSeconds: 600,
        ttlSecondsAfterFinished: 3600,
        template: pod,
      },
    },
  ];
}

/** Expected names of resources. The script's type is in pod-src, which shares nothing with src. */
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

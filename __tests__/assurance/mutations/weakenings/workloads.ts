import type { Synthesis } from "../../support/mutations";
import { rule, type Weakening } from "../mutation";

const restricted = rule("Pods meet the restricted Pod Security Standard, with a read-only file system");
const verified = rule("Workloads that connect to a database verify its certificate and its name");
const material = rule("The Terraform JSON contains no credentials");
const pod = (json: Synthesis, organization = "acme") =>
  json.one(`org-${organization}`, "kubernetes_deployment_v1").spec.template.spec;
const variable = (json: Synthesis, organization: string, name: string): { value: string } =>
  pod(json, organization).container[0].env.find((one: { name: string }) => one.name === name);

/** What organizations run. */
export const workloads: Weakening[] = [
  [
    "a namespace for privileged pods",
    (json) => {
      json.one("org-acme", "kubernetes_namespace_v1").metadata.labels["pod-security.kubernetes.io/enforce"] =
        "privileged";
    },
    rule("Namespaces enforce the restricted Pod Security Standard"),
  ],
  [
    "no policy that denies by default",
    (json) => json.remove("org-acme", "kubernetes_network_policy_v1", "network-policies_default-deny"),
    rule("Every namespace denies all traffic that no policy allows"),
  ],
  [
    "a default-deny policy for ingress only",
    (json) => {
      json.one("org-acme", "kubernetes_network_policy_v1", "default-deny").spec.policy_types = ["Ingress"];
    },
    rule("Every namespace denies all traffic that no policy allows"),
  ],
  [
    "a policy that does not let pods out to the database",
    (json) => json.remove("org-acme", "kubernetes_network_policy_v1", "allow-database"),
    /network: acme\/metabase should reach test-shared by config, but does not for certain/,
  ],
  [
    "a privileged container",
    (json) => {
      pod(json).container[0].security_context.privileged = true;
    },
    restricted,
  ],
  [
    "a container that runs as root",
    (json) => {
      pod(json).security_context.run_as_user = "0";
    },
    restricted,
  ],
  [
    "a host path volume",
    (json) => pod(json).volume.push({ name: "host", host_path: { path: "/" } }),
    restricted,
  ],
  [
    "a sidecar container",
    (json) => pod(json).container.push({ name: "debug", image: "debug", security_context: {} }),
    restricted,
  ],
  [
    "a token for the Kubernetes API",
    (json) => {
      pod(json).automount_service_account_token = true;
    },
    rule("Pods have their own service account, and no token for the Kubernetes API"),
  ],
  [
    "another organization's role on a service account",
    (json) => {
      json.one("org-globex", "kubernetes_service_account_v1").metadata.annotations[
        "eks.amazonaws.com/role-arn"
      ] = "arn:aws:iam::111122223333:role/test-org-acme";
    },
    rule("Pods mount secrets that their own role may read"),
  ],
  [
    "another organization's secret in a pod",
    (json) => {
      const { parameters } = json.one("org-globex", "kubernetes_manifest", "applications_api_secrets")
        .manifest.spec;
      parameters.objects = parameters.objects.replace("globex-test", "acme-test");
    },
    rule("Pods mount secrets that their own role may read"),
  ],
  [
    "an unverified certificate",
    (json) => {
      const uri = variable(json, "acme", "MB_DB_CONNECTION_URI");
      uri.value = uri.value.replace("verify-full", "require");
    },
    verified,
    /sslmode=require/,
  ],
  [
    "an unverified host name",
    (json) => {
      variable(json, "globex", "PGSSLMODE").value = "verify-ca";
    },
    verified,
    /PGSSLMODE=verify-ca/,
  ],
  [
    "no CA certificate",
    (json) => {
      const uri = variable(json, "acme", "MB_DB_CONNECTION_URI");
      uri.value = uri.value.replace(/&sslrootcert=.*/, "");
    },
    verified,
  ],
  [
    "a certificate that is not mounted",
    (json) => {
      const [container] = pod(json, "globex").container;
      container.volume_mount = container.volume_mount.filter(
        ({ name }: { name: string }) => name !== "rds-ca",
      );
    },
    verified,
  ],
  [
    "a removed ConfigMap of CA certificates",
    (json) => {
      json.one("org-hooli", "kubernetes_config_map_v1").data = {};
    },
    verified,
  ],
  [
    "a password in a variable",
    (json) => pod(json).container[0].env.push({ name: "DB_PASSWORD", value: "correct horse" }),
    material,
  ],
  [
    "a password in a URL",
    (json) => {
      const uri = variable(json, "acme", "MB_DB_CONNECTION_URI");
      uri.value = uri.value.replace("//", "//metabase:hunter2@");
    },
    material,
  ],
];

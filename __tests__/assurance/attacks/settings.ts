import type { Weakening } from "../mutations/mutation";
import { set } from "../support/edits";
import type { Synthesis } from "../support/mutations";

// biome-ignore lint/suspicious/noExplicitAny: attributes of synthesized resources
type Attributes = any;
const pod = (json: Synthesis): Attributes =>
  json.one("org-acme", "kubernetes_deployment_v1", "applications_metabase").spec.template.spec;
const variable =
  (name: string, value: string) =>
  (json: Synthesis): void => {
    pod(json).container[0].env.push({ name, value });
  };
const spec =
  (change: (pod: Attributes) => void) =>
  (json: Synthesis): void =>
    change(pod(json));
const configMap = (name: string, namespace: string, data: Attributes) => (json: Synthesis) =>
  json.add("org-acme", "kubernetes_config_map_v1", "mutant", { metadata: { name, namespace }, data });
const call = (input: Attributes) => (json: Synthesis) =>
  json.add("org-acme", "aws_lambda_invocation", "mutant", {
    function_name: "test-database-credentials",
    lifecycle_scope: "CRUD",
    input: JSON.stringify(input),
  });

/** Variables that load code, change identities or lead connections elsewhere. */
const variables: Readonly<Record<string, string>> = {
  AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/test-org-globex",
  AWS_ENDPOINT_URL: "https://example.net",
  AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.2",
  LD_PRELOAD: "/tmp/x.so",
  PATH: "/tmp",
  BASH_ENV: "/tmp/x",
  NODE_OPTIONS: "--require /tmp/x",
  PYTHONSTARTUP: "/tmp/x.py",
  PERL5OPT: "-d",
  RUBYOPT: "-r/tmp/x",
  _JAVA_OPTIONS: "-Xbootclasspath/a:/tmp/x.jar",
  JDK_JAVA_OPTIONS: "@/tmp/x",
  CLASSPATH: "/tmp/x.jar",
  HTTPS_PROXY: "http://198.51.100.9",
  PGHOST: "db.example.net",
  PGHOSTADDR: "198.51.100.9",
  PGSERVICEFILE: "/tmp/x",
  PGOPTIONS: "-c role=x",
  MB_DB_HOST: "db.example.net",
  MB_DB_FILE: "/tmp/x",
  KUBERNETES_SERVICE_HOST: "198.51.100.9",
};

const workload = /applications_metabase/;

/** Settings of pods, of calls, of the cluster and of instances that lists of types and of arguments let through. */
export const settings: readonly Weakening[] = [
  ...Object.entries(variables).map(
    ([name, value]): Weakening => [
      `a pod is given ${name}`,
      variable(name, value),
      new RegExp(`applications_metabase.*${name}`),
    ],
  ),
  [
    "a pod connects to another host with verification",
    variable(
      "REPORTING_URL",
      "postgresql://x@db.example.net/x?sslmode=verify-full&sslrootcert=/etc/rds-ca/ca.pem",
    ),
    /applications_metabase.*db\.example\.net/,
  ],
  [
    "a pod sets its connection a second time",
    variable(
      "MB_DB_CONNECTION_URI",
      "jdbc:postgresql://$(DB_HOST)/other?sslmode=verify-full&sslrootcert=/etc/rds-ca/ca.pem",
    ),
    /applications_metabase.*twice/,
  ],
  [
    "a pod is told the host of its database by the configuration",
    spec(({ container }) => {
      const host = container[0].env.find(({ name }: { name: string }) => name === "DB_HOST");
      host.value = "db.example.net";
      Reflect.deleteProperty(host, "value_from");
    }),
    /applications_metabase.*DB_HOST/,
  ],
  [
    "a pod sets a kernel's parameter",
    spec(({ security_context }) => {
      security_context.sysctl = [{ name: "net.ipv4.ip_forward", value: "1" }];
    }),
    workload,
  ],
  [
    "a pod takes another type of SELinux",
    spec(({ security_context }) => {
      security_context.se_linux_options = { type: "spc_t" };
    }),
    workload,
  ],
  [
    "a pod is in the group of root",
    spec(({ security_context }) => {
      security_context.supplemental_groups = ["0"];
    }),
    workload,
  ],
  [
    "a driver mounts with credentials of a secret",
    spec(({ volume }) => {
      volume.find(({ csi }: Attributes) => csi).csi.node_publish_secret_ref = { name: "x" };
    }),
    workload,
  ],
  [
    "a pod mounts another server's files",
    spec(({ volume }) => volume.push({ name: "x", nfs: { server: "198.51.100.9", path: "/" } })),
    workload,
  ],
  [
    "the default account's pods get tokens",
    set("org-acme", "kubernetes_default_service_account_v1", "", { automount_service_account_token: true }),
    /default-service-account/,
  ],
  [
    "a config map tells the network's pods to enforce nothing",
    configMap("amazon-vpc-cni", "kube-system", { "enable-network-policy-controller": "false" }),
    /mutant.*kube-system/,
  ],
  [
    "a config map gives the resolver other names",
    configMap("coredns-custom", "kube-system", {}),
    /mutant.*kube-system/,
  ],
  [
    "a config map maps roles to users",
    configMap("aws-auth", "kube-system", { mapRoles: "[]" }),
    /mutant.*kube-system/,
  ],
  [
    "a config map sends logs elsewhere",
    configMap("aws-logging", "aws-observability", {}),
    /mutant.*aws-observability/,
  ],
  [
    "a config map replaces the cluster's authority",
    configMap("kube-root-ca.crt", "acme", {}),
    /mutant.*kube-root-ca/,
  ],
  [
    "a namespace has no quota",
    (json) => json.remove("org-acme", "kubernetes_resource_quota_v1", ""),
    /namespace.*services\.loadbalancers/,
  ],
  [
    "a network policy lets out to the metadata service",
    (json) =>
      json.add("org-acme", "kubernetes_network_policy_v1", "mutant", {
        metadata: { name: "mutant", namespace: "acme" },
        spec: {
          pod_selector: {},
          policy_types: ["Egress"],
          egress: {
            to: { ip_block: { cidr: "169.254.169.254/32" } },
            ports: { port: "80", protocol: "TCP" },
          },
        },
      }),
    /mutant.*169\.254/,
  ],
  [
    "a stack has the data of another organization dropped",
    call({ removal: { organization: "globex", dropData: true } }),
    /mutant/,
  ],
  [
    "a stack has another organization's removal called",
    call({ removal: { organization: "globex" } }),
    /aws_lambda_invocation.*(acme|globex)/,
  ],
  [
    "a stack has a login of another organization written into its own secret",
    (json) =>
      json.add("org-acme", "aws_lambda_invocation", "mutant", {
        function_name: "test-database-credentials",
        lifecycle_scope: "CREATE_ONLY",
        input: JSON.stringify({
          organization: "globex",
          isolation: "schema",
          secretArn:
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-test-database-credentials-abcdef",
        }),
      }),
    /aws_lambda_invocation.*globex|aws_lambda_invocation.*acme/,
  ],
  [
    "a stack calls the function with fields that it does not know",
    call({ task: "provision", command: "id" }),
    /mutant.*command/,
  ],
  [
    "the function runs on a Node.js that gets no patches",
    set("database", "aws_lambda_function", "credentials", { runtime: "nodejs12.x" }),
    /credentials.*nodejs12/,
  ],
  [
    "an instance is of another engine",
    set("database", "aws_db_instance", "instance", { engine: "mysql" }),
    /aws_db_instance.*mysql/,
  ],
  [
    "an instance has a certificate of an authority that ended",
    set("database", "aws_db_instance", "instance", { ca_cert_identifier: "rds-ca-2019" }),
    /aws_db_instance.*rds-ca-2019/,
  ],
  [
    "the cluster's pods speak IPv6",
    (json) => {
      json.one("cluster", "aws_eks_cluster", "control-plane").kubernetes_network_config = {
        ip_family: "ipv6",
      };
    },
    /control-plane.*ipv6/,
  ],
  [
    "nodes reach the API by its public address alone",
    (json) => {
      json.one("cluster", "aws_eks_cluster", "control-plane").vpc_config.endpoint_private_access = false;
    },
    /control-plane.*endpoint_private_access/,
  ],
  [
    "nodes run an image of another kind",
    set("cluster", "aws_eks_node_group", "", { ami_type: "WINDOWS_CORE_2022_x86_64" }),
    /aws_eks_node_group.*WINDOWS/,
  ],
  [
    "nodes' disks are made of a snapshot",
    (json) => {
      [json.one("cluster", "aws_launch_template", "nodes").block_device_mappings].flat()[0].ebs.snapshot_id =
        "snap-0123456789abcdef0";
    },
    /template.*snap-0123/,
  ],
  [
    "nodes' metadata service answers by IPv6",
    (json) => {
      json.one("cluster", "aws_launch_template", "nodes").metadata_options.http_protocol_ipv6 = "enabled";
    },
    /template.*http_protocol_ipv6/,
  ],
];

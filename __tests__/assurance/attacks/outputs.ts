// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import type { Weakening } from "../mutations/mutation";
import type { Synthesis } from "../support/mutations";

const output = (json: Synthesis, stack: string, name: string, value: unknown): void => {
  json.json(stack).output[name].value = value;
};

/** Outputs of a stack that are not what their names say, and states that are read from elsewhere. */
export const outputs: readonly Weakening[] = [
  [
    "the cluster's stack calls the client group the baseline of pods",
    (json) => {
      json.json("cluster").data.terraform_remote_state["database-state"] =
        json.json("org-acme").data.terraform_remote_state["database-state"];
      output(
        json,
        "cluster",
        "pod_security_group_id",
        "${data.terraform_remote_state.database-state.outputs.client_security_group_id}",
      );
    },
    /hooli.* reaches test-shared/,
  ],
  [
    "the database's stack calls the instance's group the clients'",
    (json) =>
      output(
        json,
        "database",
        "client_security_group_id",
        json.id("database", "aws_security_group", "access_instance"),
      ),
    /acme/,
  ],
  [
    "the network's stack calls public subnets of the database private",
    (json) =>
      output(
        json,
        "network",
        "database_private_subnet_ids",
        json.json("network").output.cluster_public_subnet_ids.value,
      ),
    /subnet/,
  ],
  [
    "the cluster's stack calls another issuer its own",
    (json) => output(json, "cluster", "oidc_issuer", "oidc.eks.eu-west-1.amazonaws.com/id/0000"),
    /identity_role/,
  ],
  [
    "the cluster's stack calls another identity provider its own",
    (json) => {
      json.add("cluster", "aws_iam_openid_connect_provider", "mutant", {
        url: "https://oidc.example.com",
        client_id_list: ["sts.amazonaws.com"],
      });
      output(json, "cluster", "oidc_provider_arn", "${aws_iam_openid_connect_provider.mutant.arn}");
    },
    /identity_role.* does not compare sub and aud/,
  ],
  [
    "the cluster's stack calls a foreign address its endpoint",
    (json) => output(json, "cluster", "cluster_endpoint", "https://203.0.113.9"),
    /host of its provider "kubernetes"/,
  ],
  [
    "the cluster's stack calls a foreign certificate its authority's",
    (json) => output(json, "cluster", "cluster_certificate_authority", "LS0tLS1CRUdJTg=="),
    /cluster_certificate_authority|cluster_ca_certificate/,
  ],
  [
    "the cluster's stack calls another cluster its own",
    (json) => output(json, "cluster", "cluster_name", "another"),
    /exec\.args of its provider/,
  ],
  [
    "the database's stack names another function that of the credentials",
    (json) => output(json, "database", "credentials_function_name", "another"),
    /another|provisioning/,
  ],
  [
    "the database's stack names a function of another account that of the credentials",
    (json) =>
      output(
        json,
        "database",
        "credentials_function_arn",
        "arn:aws:lambda:eu-west-1:999988887777:function:test-database-credentials",
      ),
    /provisioning_rotation.* is not certain to call/,
  ],
  [
    "the database's stack names a foreign topic that of its events",
    (json) =>
      output(json, "database", "event_topic_arn", "arn:aws:sns:eu-west-1:999988887777:test-database-events"),
    /999988887777/,
  ],
  [
    "the network's stack calls a foreign host the endpoint of Secrets Manager",
    (json) => output(json, "network", "database_secrets_manager_endpoint", "secrets.example.com"),
    /AWS_ENDPOINT_URL_SECRETS_MANAGER is not an endpoint/,
  ],
  [
    "the network's stack calls every address that of S3",
    (json) => {
      json.add("network", "aws_ec2_managed_prefix_list", "mutant", {
        address_family: "IPv4",
        max_entries: 1,
        name: "s3",
        entry: [{ cidr: "10.0.0.0/8" }],
      });
      output(json, "network", "s3_prefix_list_id", "${aws_ec2_managed_prefix_list.mutant.id}");
      json.json("cluster").resource.aws_vpc_security_group_egress_rule[
        Object.keys(json.json("cluster").resource.aws_vpc_security_group_egress_rule).find((name) =>
          name.startsWith("pods_s3"),
        ) as string
      ].ip_protocol = "-1";
      Object.assign(json.one("cluster", "aws_vpc_security_group_egress_rule", "pods_s3"), {
        from_port: undefined,
        to_port: undefined,
      });
      json.add("database", "aws_vpc_security_group_ingress_rule", "mutant", {
        security_group_id: json.id("database", "aws_security_group", "access_instance"),
        ip_protocol: "tcp",
        from_port: 5432,
        to_port: 5432,
        cidr_ipv4: "10.0.0.0/16",
      });
    },
    /access_instance|mutant/,
  ],
  [
    "an output writes a password into a state",
    (json) => {
      json.json("org-acme").output = {
        password: { value: "${aws_lambda_invocation.mutant.result}" },
      };
      json.json("org-acme").data.aws_lambda_invocation = { mutant: { function_name: "x", input: "{}" } };
    },
    /aws_lambda_invocation/,
  ],
  [
    "an organization reads the database's state from another bucket",
    (json) => {
      json.json("org-acme").data.terraform_remote_state["database-state"] = {
        backend: "s3",
        config: { bucket: "foreign", key: "test-database.tfstate", region: "eu-west-1" },
      };
    },
    /database-state|foreign/,
  ],
  [
    "a state is kept over http",
    (json) => {
      json.json("org-acme").terraform.backend = { http: { address: "https://example.com/state" } };
    },
    /http/,
  ],
  [
    "a state's reading has defaults, so that outputs are never needed",
    (json) => {
      json.json("org-acme").data.terraform_remote_state["database-state"].defaults = {
        client_security_group_id: "sg-0123456789",
      };
    },
    /defaults/,
  ],
  [
    "two stacks write one state",
    (json) => {
      json.json("org-acme").terraform.backend = json.json("org-globex").terraform.backend;
    },
    /state/,
  ],
];

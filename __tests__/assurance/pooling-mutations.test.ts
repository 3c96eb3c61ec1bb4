// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import { type Proof, problemText, proofText } from "../../src/assurance";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";
import { egress, ingress } from "./support/edits";
import type { Synthesis } from "./support/mutations";
import { Provable } from "./support/proofs";

/** Acme behind the shared proxy. */
const config = environment({ database: { pooling: "rds-proxy" } }, [
  organization("acme", { authentication: "iam" }),
]);
const provable = new Provable(config);

const changed = (change: (json: Synthesis) => void): Proof => provable.after(change);

const proofs = (change: (json: Synthesis) => void): string =>
  changed(change)
    .problems.map(({ about, text, details }) => [`${about}: ${text}`, ...details].join("\n"))
    .join("\n");

/** The key reaches the instance itself, beside the proxy. */
function openPast(json: Synthesis): void {
  const [key, instance] = ["access_client", "access_instance"].map((group) =>
    json.id("database", "aws_security_group", group),
  );
  const rule = { ip_protocol: "tcp", from_port: 5432, to_port: 5432 };
  json.add("database", egress, "past", {
    ...rule,
    security_group_id: key,
    referenced_security_group_id: instance,
  });
  json.add("database", ingress, "past", {
    ...rule,
    security_group_id: instance,
    referenced_security_group_id: key,
  });
}

const weakenings: [name: string, change: (json: Synthesis) => void, ...caught: [RegExp, ...RegExp[]]][] = [
  [
    "the key opens the instance, too",
    openPast,
    /network: acme\/api reaches test-shared past the proxy test-shared, but config allows only the path through it/,
    /aws_vpc_security_group_ingress_rule.past/,
  ],
  [
    "the cluster's subnets reach the proxy",
    (json) =>
      json.add("database", ingress, "wide", {
        ...json.one("database", ingress, "access_postgresql"),
        referenced_security_group_id: undefined,
        cidr_ipv4: "10.0.0.0/22",
      }),
    /network: nodes and pods of .* reaches test-shared, which config does not allow/,
    /the path through proxy test-shared is open/,
  ],
  [
    "every client runs a statement of the pool's first",
    (json) => {
      json.one("database", "aws_db_proxy_default_target_group").connection_pool_config.init_query =
        "GRANT SELECT ON ALL TABLES IN SCHEMA public TO globex__iam";
    },
    /proxy_pool.*connection_pool_config\.init_query is not known/,
  ],
  [
    "the proxy's log is of no group of the configuration",
    (json) => json.remove("database", "aws_cloudwatch_log_group", "instance_access_database-proxy_log"),
    /no log group is declared for it: \/aws\/rds\/proxy\/test-shared/,
  ],
  [
    "no client reaches the proxy",
    (json) => json.remove("database", ingress, "access_postgresql"),
    /network: acme\/api should reach test-shared by config, but does not for certain/,
  ],
  [
    "the proxy does not reach its instance",
    (json) => json.remove("database", egress, "access_behind-proxy"),
    /network: any pod of acme should reach test-shared by config, but does not for certain/,
  ],
  [
    "no target",
    (json) => json.remove("database", "aws_db_proxy_target", ""),
    /network: acme\/api should reach test-shared by config, but does not for certain/,
  ],
  [
    "a target by its name in another stack",
    (json) => {
      json.one("database", "aws_db_proxy_target").db_instance_identifier = "${var.instance}";
    },
    /network: acme\/api should reach test-shared by config, but does not for certain/,
  ],
  [
    "a proxy without TLS",
    (json) => {
      json.one("database", "aws_db_proxy").require_tls = false;
    },
    /does not hold: Proxies refuse connections without TLS/,
  ],
  [
    "a proxy with an endpoint of IPv6",
    (json) => {
      json.one("database", "aws_db_proxy").endpoint_network_type = "DUAL";
    },
    /network: .* may speak IPv6, which is not modelled \(endpoint_network_type\)/,
  ],
  [
    "a proxy that reaches its instance by IPv6",
    (json) => {
      json.one("database", "aws_db_proxy").target_connection_network_type = "IPV6";
    },
    /network: .* may speak IPv6, which is not modelled \(target_connection_network_type\)/,
  ],
  [
    "a proxy that logs in with secrets",
    (json) => {
      json.one("database", "aws_db_proxy").auth = [{ auth_scheme: "SECRETS", secret_arn: "arn:x" }];
    },
    /not known to hold: Proxies accept and use only logins by IAM, and read no secret/,
  ],
  [
    "a proxy that may log in as every login",
    (json) => {
      const allowed = json.statement("database", "database-proxy_role_permissions", "LogInForClients");
      allowed.resources = [allowed.resources[0].replace("*__iam", "*")];
    },
    /credentials: test-database-proxy logs in to test-shared as any other user/,
    /config: proxy test-shared of test-database logs in as any other user, but config allows the users of its organizations/,
  ],
  [
    "a proxy that may log in as the master",
    (json) => {
      const allowed = json.statement("database", "database-proxy_role_permissions", "LogInForClients");
      allowed.resources.push(allowed.resources[0].replace("*__iam", "platform_master"));
    },
    /credentials: test-database-proxy logs in to test-shared as platform_master/,
  ],
  [
    "a proxy that may log in to everything",
    (json) => {
      const allowed = json.statement("database", "database-proxy_role_permissions", "LogInForClients");
      allowed.resources = ["arn:aws:rds-db:eu-west-1:111122223333:dbuser:*/*__iam"];
    },
    /credentials: test-database-proxy logs in to proxy test-shared as \*__iam/,
  ],
  [
    "pods that may log in to the instance itself",
    (json) => {
      const shared = "${data.terraform_remote_state.database-state.outputs.";
      const allowed = json.statement("org-acme", "identity_role_permissions", "LogInToDatabase");
      const [proxy] = allowed.resources;
      allowed.resources.push(proxy.replace(`${shared}client_resource_id}`, `${shared}instance_resource_id}`));
    },
    /credentials: test-org-acme logs in to test-shared as acme__iam/,
  ],
  [
    "pods that may log in to the proxy as a neighbour",
    (json) => {
      const allowed = json.statement("org-acme", "identity_role_permissions", "LogInToDatabase");
      allowed.resources = [allowed.resources[0].replace("acme__iam", "globex__iam")];
    },
    /credentials: test-org-acme logs in to proxy test-shared as globex__iam/,
    /config: test-org-acme logs in to proxy test-shared as globex__iam, but config gives acme a user of its own/,
  ],
  [
    "pods that may change their proxy",
    (json) => {
      const documents = json.json("org-acme").data.aws_iam_policy_document;
      const [name] = Object.keys(documents).filter((key) => key.includes("identity_role_permissions"));
      documents[name as string].statement.push({ actions: ["rds:ModifyDBProxy"], resources: ["*"] });
    },
    /credentials: test-org-acme makes a proxy take and use other logins: proxy test-shared/,
  ],
  [
    "a proxy's role for another service too",
    (json) => {
      const trust = json.statement("database", "database-proxy_role_trust");
      trust.principals[0].identifiers.push("ec2.amazonaws.com");
    },
    /credentials: ec2.amazonaws.com may assume test-database-proxy/,
  ],
];

describe("an environment with proxies", () => {
  const proof = changed(() => {});

  test("is proved as synthesized", () => expect(problemText(proof)).toBe(""));

  test("has a matrix that names clients that connect through a proxy", () => {
    const [connections = ""] = proofText(proof).split("who reads and writes");
    const rows = connections
      .split("\n")
      .flatMap(
        (line) =>
          /^ +(acme\/api|function test-database-credentials) +(yes.*?|-)(?: {2,}|$)/
            .exec(line)
            ?.slice(1, 3) ?? [],
      );
    expect(rows).toEqual(["acme/api", "yes, by proxy", "function test-database-credentials", "yes"]);
  });

  test("connects every pod through its proxy, and the credentials function directly", () => {
    const paths = proof.pairs
      .filter(({ isMeant }) => isMeant)
      .map(({ name, reach }) => [name, reach.open.map(({ through }) => through.join(" "))]);
    expect(Object.fromEntries(paths)).toEqual({
      "acme/api": ["proxy test-shared"],
      "any pod of acme": ["proxy test-shared"],
      "function test-database-credentials": [""],
    });
  });

  test.each(weakenings)("is a finding after the change: %s", (_, change, ...caught) => {
    const text = proofs(change);
    for (const line of atLeastOne(caught)) expect(text).toMatch(line);
  });

  test("is proved with other pool sizes and timeouts", () => {
    const text = proofs((json) => {
      Object.assign(json.one("database", "aws_db_proxy_default_target_group").connection_pool_config, {
        max_connections_percent: 50,
        connection_borrow_timeout: 5,
      });
      json.one("database", "aws_db_proxy").idle_client_timeout = 60;
    });
    expect(text).toBe("");
  });
});

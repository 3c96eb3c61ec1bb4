// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so
import { rulePriority } from "../../src/config/opened-applications";
import { atLeastOne } from "../support/at-least-one";
import { environmentStacks } from "../support/environments";
import { environment, opened, organization } from "../support/fixtures";
import type { Synthesized } from "../support/synthesize";

const applicationAccess = {
  allowedCidrs: ["203.0.113.0/24", "198.51.100.0/24", "10.200.0.0/16"],
  ports: [3000, 8080, 8000],
  idleTimeoutSeconds: 300,
  accessLogs: { bucket: "example-logs", prefix: "applications" },
  webAclArn: "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/people/1234abcd",
};
const otherCertificate =
  "arn:aws:acm:eu-west-1:111122223333:certificate/99999999-12ab-34cd-56ef-1234567890ab";
const image = "registry.example.com/api:1.0.0";
const acme = organization("acme", {
  applications: [
    {
      kind: "container",
      name: "api",
      image,
      // Not the first of its certificates: the order of applications decides nothing.
      access: { ...opened("api", "internet-facing"), certificateArn: otherCertificate, drainSeconds: 15 },
    },
    {
      kind: "container",
      name: "web",
      image,
      port: 8000,
      replicas: 20,
      healthPath: "/ready",
      access: opened("web", "internet-facing"),
    },
    { kind: "metabase", access: opened("metabase", "internal") },
    { kind: "container", name: "worker", image },
  ],
});
const globex = organization("globex");

const stacks = environmentStacks(environment({ applicationAccess }, [acme, globex]));
const stack = stacks.get("test-org-acme") as Synthesized;

const byName = (type: string, part: string) => {
  const found = Object.entries(stack.resources(type)).filter(([name]) => name.includes(part));
  expect(found).toHaveLength(1);
  return found[0]?.[1] as Record<string, never> & { readonly [key: string]: unknown };
};

describe("load balancers of an organization", () => {
  test("exist one per scheme, and internal ones have private addresses only", () => {
    const all = Object.values(stack.resources("aws_lb"));
    expect(all.map(({ name, internal, load_balancer_type }) => [name, internal, load_balancer_type])).toEqual(
      [
        ["test-org-acme-internal", true, "application"],
        ["test-org-acme-internet", false, "application"],
      ],
    );
  });

  test("are attached to the public subnets, whatever their scheme", () => {
    for (const { subnets } of Object.values(stack.resources("aws_lb")))
      expect(subnets).toBe("${data.terraform_remote_state.network-state.outputs.cluster_public_subnet_ids}");
  });

  test("drop headers that smuggle requests, are protected from deletion, write access logs and use the web ACL", () => {
    const arns = Object.keys(stack.resources("aws_lb")).map((name) => `\${aws_lb.${name}.arn}`);
    for (const lb of Object.values(stack.resources("aws_lb")))
      expect(lb).toMatchObject({
        drop_invalid_header_fields: true,
        desync_mitigation_mode: "defensive",
        enable_deletion_protection: true,
        enable_zonal_shift: true,
        idle_timeout: 300,
        access_logs: { bucket: "example-logs", prefix: "applications", enabled: true },
      });
    const acls = Object.values(stack.resources("aws_wafv2_web_acl_association"));
    expect(acls.map(({ resource_arn }) => resource_arn)).toEqual(arns);
    expect(acls.map(({ web_acl_arn }) => web_acl_arn)).toEqual(arns.map(() => applicationAccess.webAclArn));
  });

  test("admit HTTPS from the listed ranges, and reach the organization's pods only on ports of opened applications", () => {
    const groups = Object.entries(stack.resources("aws_security_group")).filter(([name]) =>
      name.includes("access_"),
    );
    const rules = (direction: string, group: string) =>
      Object.values(stack.resources(`aws_vpc_security_group_${direction}_rule`))
        .filter(({ security_group_id }) => security_group_id === `\${aws_security_group.${group}.id}`)
        .map((r) => [r.ip_protocol, r.from_port, r.to_port, r.cidr_ipv4 ?? r.referenced_security_group_id]);
    const [internal, internet] = groups.map(([name]) => name) as [string, string];
    expect(rules("ingress", internal)).toEqual([
      ["tcp", 443, 443, "10.200.0.0/16"],
      ["icmp", 3, 4, "10.200.0.0/16"],
    ]);
    expect(rules("egress", internal).map((one) => one.slice(0, 3))).toEqual([["tcp", 3000, 3000]]);
    expect(rules("ingress", internet)).toEqual([
      ["tcp", 443, 443, "203.0.113.0/24"],
      ["icmp", 3, 4, "203.0.113.0/24"],
    ]);
    const sent = rules("egress", internet);
    expect(sent.map((one) => one.slice(0, 3))).toEqual([
      ["tcp", 8000, 8000],
      ["tcp", 8080, 8080],
    ]);
    expect(new Set([...sent, ...rules("egress", internal)].map(([, , , peer]) => peer)).size).toBe(1);
    expect(String(sent[0]?.[3])).toMatch(/^\$\{aws_security_group\.security-group_\w+\.id\}$/);
  });

  test("negotiate TLS by the policy that AWS recommends, with the certificate of each application", () => {
    const listeners = Object.values(stack.resources("aws_lb_listener"));
    expect(listeners).toHaveLength(2);
    for (const listener of atLeastOne(listeners))
      expect(listener).toMatchObject({
        port: 443,
        protocol: "HTTPS",
        ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        certificate_arn: opened("api", "internal").certificateArn,
        routing_http_response_strict_transport_security_header_value: "max-age=31536000",
        routing_http_response_server_enabled: false,
      });
    expect(Object.values(stack.resources("aws_lb_listener_certificate"))).toMatchObject([
      { certificate_arn: otherCertificate },
    ]);
  });

  test("answer 404 to requests that no application's rule matches", () => {
    for (const { default_action } of Object.values(stack.resources("aws_lb_listener")))
      expect(default_action).toMatchObject([
        { type: "fixed-response", fixed_response: { status_code: "404" } },
      ]);
  });

  test("have their DNS names as outputs", () => {
    const outputs = stack.json.output as Record<string, { value: string }>;
    expect(Object.keys(outputs).filter((name) => name.endsWith("_dns_name"))).toEqual([
      "internal_dns_name",
      "internet_facing_dns_name",
    ]);
    expect(outputs.internal_dns_name?.value).toMatch(/^\$\{aws_lb\..*\.dns_name\}$/);
  });
});

describe("an opened application", () => {
  test("has a listener rule for its exact host name, with a priority derived from organization and application", () => {
    const rules = Object.values(stack.resources("aws_lb_listener_rule"));
    expect(rules.map(({ condition, priority }) => [condition[0].host_header.values, priority])).toEqual(
      ["api", "metabase", "web"].map((name) => [
        [`${name}.example.com`],
        rulePriority({ name, access: opened(name, "internal") }),
      ]),
    );
    for (const { action } of atLeastOne(rules)) expect(action).toMatchObject([{ type: "forward" }]);
  });

  test("has IP targets with frequent health checks and a short deregistration delay", () => {
    expect(byName("aws_lb_target_group", "web")).toMatchObject({
      name: expect.stringMatching(/^test-app-acme-web-8000-[0-9a-f]{8}$/),
      target_type: "ip",
      port: 8000,
      protocol: "HTTP",
      deregistration_delay: "30",
      health_check: { path: "/ready", interval: 10, healthy_threshold: 2, matcher: "200-399" },
      lifecycle: { create_before_destroy: true },
    });
    expect(byName("aws_lb_target_group", "metabase")).toMatchObject({
      port: 3000,
      health_check: { path: "/api/health" },
    });
  });

  test("binds its whole target group, and creates a new binding for another target group", () => {
    const [[name]] = Object.entries(stack.resources("aws_lb_target_group")).filter(([one]) =>
      one.includes("_api_"),
    ) as [[string, unknown]];
    const binding = byName("kubernetes_manifest", "access_api_binding");
    expect(binding.manifest).toEqual({
      apiVersion: "elbv2.k8s.aws/v1beta1",
      kind: "TargetGroupBinding",
      metadata: { name: "api", namespace: expect.stringContaining("kubernetes_namespace_v1") },
      spec: {
        targetGroupARN: `\${aws_lb_target_group.${name}.arn}`,
        targetGroupProtocol: "HTTP",
        targetType: "ip",
        ipAddressType: "ipv4",
        vpcID: "${data.terraform_remote_state.network-state.outputs.cluster_vpc_id}",
        serviceRef: { name: "api", port: "http" },
      },
    });
    expect(binding.lifecycle).toMatchObject({ replace_triggered_by: [`aws_lb_target_group.${name}.id`] });
  });

  test("creates its binding after all rules on the packet's path: the load balancer does not check targets that no listener rule uses", () => {
    const binding = byName("kubernetes_manifest", "access_web_binding");
    const needs = (binding.depends_on as unknown as string[]).join(" ");
    expect(needs).toMatch(/aws_lb_listener_rule\.access_web_rule/);
    expect(needs).toMatch(/kubernetes_network_policy_v1\.access_web/);
    expect(needs).toMatch(/kubernetes_service_v1\.applications_web/);
    expect(needs).toMatch(/aws_vpc_security_group_egress_rule\.\S*pods-8000/);
    expect(needs).toMatch(/aws_vpc_security_group_ingress_rule\.\S*pods-8000/);
    const deployment = byName("kubernetes_deployment_v1", "_web_");
    expect((deployment.depends_on as unknown as string[]).join(" ")).toMatch(
      /kubernetes_manifest\.access_web_binding/,
    );
  });

  test("admits only its own load balancers to its pods, on the application's port", () => {
    const policy = byName("kubernetes_network_policy_v1", "access_web");
    expect(policy.spec).toEqual({
      pod_selector: { match_labels: { "app.kubernetes.io/name": "web" } },
      policy_types: ["Ingress"],
      ingress: [
        {
          from: [{ ip_block: { cidr: "10.0.6.0/23" } }, { ip_block: { cidr: "10.0.8.0/23" } }],
          ports: [{ protocol: "TCP", port: "8000" }],
        },
      ],
    });
  });

  test("has a readiness gate for the load balancer's health check, and enough time for all pods to roll out", () => {
    const spec = (name: string) =>
      (byName("kubernetes_deployment_v1", name) as never as { spec: Record<string, never> }).spec;
    const { template, progress_deadline_seconds } = spec("_web_") as never as {
      template: { spec: Record<string, unknown> };
      progress_deadline_seconds: number;
    };
    expect(template.spec.readiness_gate).toEqual([{ condition_type: "target-health.elbv2.k8s.aws/web" }]);
    expect(progress_deadline_seconds).toBe(25 * 60);
    expect(JSON.stringify(spec("_worker_"))).not.toContain("readiness_gate");
  });

  test("delays SIGTERM by a preStop hook where its file asks for one", () => {
    const lifecycle = (name: string) =>
      (
        byName("kubernetes_deployment_v1", name) as never as {
          spec: { template: { spec: { container: { lifecycle?: unknown }[] } } };
        }
      ).spec.template.spec.container[0]?.lifecycle;
    expect(lifecycle("_api_")).toEqual({ pre_stop: [{ exec: { command: ["sleep", "15"] } }] });
    expect(lifecycle("_web_")).toBeUndefined();
  });

  test("of the kind metabase receives its public URL, and keeps connections longer than the load balancer does", () => {
    const { spec } = byName("kubernetes_deployment_v1", "_metabase_") as never as {
      spec: { template: { spec: { container: { env: { name: string; value?: string }[] }[] } } };
    };
    const { env = [] } = spec.template.spec.container[0] ?? {};
    expect(env).toEqual(
      expect.arrayContaining([
        { name: "MB_SITE_URL", value: "https://metabase.example.com" },
        { name: "MB_JETTY_MAXIDLETIME", value: "320000" },
      ]),
    );
  });

  test("has alarms on missing targets, unhealthy targets and 5xx answers", () => {
    const names = Object.values(stack.resources("aws_cloudwatch_metric_alarm")).map(
      ({ alarm_name }) => alarm_name as string,
    );
    for (const name of ["api", "web", "metabase"])
      expect(names).toEqual(
        expect.arrayContaining(
          ["unavailable", "unhealthy", "errors"].map((what) => `test-org-acme-${name}-application-${what}`),
        ),
      );
    expect(names.join()).not.toContain("worker");
  });
});

describe("where nothing is opened", () => {
  const plain = () => [organization("acme"), globex];

  test("adding or changing an organization leaves other stacks as they are, to the byte", () => {
    const before = environmentStacks(environment({ applicationAccess }, [globex]));
    const changed = environmentStacks(
      environment({ applicationAccess }, [
        organization("acme", { applications: [acme.applications[1]] }),
        globex,
      ]),
    );
    for (const [name, { text }] of atLeastOne([...before])) {
      expect([name, stacks.get(name)?.text === text]).toEqual([name, true]);
      expect([name, changed.get(name)?.text === text]).toEqual([name, true]);
    }
  });

  test("there is no load balancer, listener rule, controller or policy for applications", () => {
    const planner = { assumedBy: ["arn:aws:iam::111122223333:role/atlantis"] };
    const all = [...environmentStacks(environment({ planner }, plain())).values()]
      .map(({ text }) => text)
      .join("\n");
    expect(all).not.toMatch(
      /elbv2|load-balancer-controller|aws_lb\b|aws_lb_|application-clients|kubernetes\.io\/role\//,
    );
  });

  test("applicationAccess alone changes the network's ACL and the platform, and no organization", () => {
    const [closed, open] = [{}, { applicationAccess }].map((more) =>
      environmentStacks(environment(more, plain())),
    ) as [Map<string, Synthesized>, Map<string, Synthesized>];
    const changed = [...open].filter(([name, { text }]) => closed.get(name)?.text !== text);
    expect(changed.map(([name]) => name).sort()).toEqual(["test-network", "test-platform"]);
  });
});

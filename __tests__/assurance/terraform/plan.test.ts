import fs from "node:fs";
import path from "node:path";
import { renderingOf } from "../../../src/assurance/identity/model/installed";
import {
  absent,
  Configuration,
  keyOf,
  policyStatements,
  type Resource,
  textOf,
  unknownsIn,
} from "../../../src/assurance/terraform";
import { stackFromPlan } from "../../../src/assurance/terraform/plan";
import { source } from "../support/sources";

/**
 * Printed by Terraform 1.11 (`terraform show -json`) of plans of the folder that synthesized.json stands for, without the
 * parts that are not read: a first plan, one with a file written by hand beside it, and one of the applied stack in which
 * a rule is another and a resource is let go.
 */
const fixture = (name: string): unknown =>
  JSON.parse(fs.readFileSync(path.join(__dirname, "fixture", `${name}.json`), "utf8"));

const network = source("network", {
  terraform: { backend: { local: { path: "../../state/network.tfstate" } } },
  output: { clients: { value: "${aws_security_group.clients.id}" } },
  resource: { aws_security_group: { clients: { name: "clients" } } },
});
const written = source("data", fixture("synthesized"));
const outputs = Object.keys((written.json as { output: object }).output);
const synthesized = new Configuration([network, written]);
const planned = (plan: unknown) => new Configuration([network, stackFromPlan(written, plan)]);
const find = (configuration: Configuration, address: string) => {
  const resource = configuration.find(`data/${address}`);
  if (!resource) throw new Error(`There is no ${address}`);
  return resource;
};

describe("a plan of a stack as it was synthesized", () => {
  const plan = planned(fixture("first-plan"));

  test("says the same, argument by argument, symbols across stacks included", () => {
    const read = (configuration: Configuration) =>
      configuration.stacks.flatMap(({ resources }) =>
        resources.map((resource) => [resource.address, keyOf(resource.arguments), resource.provider]),
      );
    expect(read(plan)).toHaveLength(13);
    expect(read(plan).sort()).toEqual(read(synthesized).sort());
    expect(
      keyOf(find(plan, "aws_vpc_security_group_ingress_rule.postgresql").get("referenced_security_group_id")),
    ).toBe("network/aws_security_group.clients.id");
  });

  test("has the same outputs, providers and place of its state", () => {
    const parts = ({ stacks }: Configuration) => {
      const stack = stacks[1];
      return [
        stack?.state,
        outputs.map((name) => stack && keyOf(stack.output(name))),
        stack?.providers("aws").map(keyOf),
      ];
    };
    expect(parts(plan)).toEqual(parts(synthesized));
  });

  test("keeps what a plan does not show: blocks written with dynamic, and what Terraform leaves alone", () => {
    expect(find(plan, "aws_security_group.repeated").get("ingress").kind).toBe("unknown");
    expect(find(plan, "aws_db_instance.main").ignoredChanges).toEqual(["engine_version"]);
  });

  test("keeps policies that are written with a function", () => {
    const [statement] = policyStatements(plan, find(plan, "aws_iam_role.encoded").get("assume_role_policy"));
    expect(statement && unknownsIn(statement)).toEqual([]);
    expect(statement && keyOf(statement)).toContain("data/aws_iam_role.document.arn");
  });
});

describe("a plan with a file beside the synthesized one", () => {
  const plan = planned(fixture("plan-with-edits"));

  test("shows what constants say", () => {
    const rule = find(plan, "aws_vpc_security_group_ingress_rule.by_hand");
    expect(keyOf(rule.get("cidr_ipv4"))).toBe('"0.0.0.0/0"');
  });

  test.each([
    ["a reference", "aws_vpc_security_group_ingress_rule.by_hand", "security_group_id"],
    ["a function without references", "aws_iam_policy.by_hand", "policy"],
    ["blocks written with dynamic", "aws_security_group.by_hand", "ingress"],
    ["blocks that the provider may fill by itself", "aws_security_group.by_hand", "egress"],
    ["blocks in a block", "data.aws_iam_policy_document.by_hand", "statement"],
    ["everything of what is counted", "aws_vpc_security_group_ingress_rule.counted", "cidr_ipv4"],
  ])("%s of HCL is unknown", (_, address, argument) => {
    expect(find(plan, address).get(argument).kind).toBe("unknown");
  });
});

test("a plan shows which resources of HCL run programs", () => {
  const plan = structuredClone(fixture("plan-with-edits")) as {
    configuration: { root_module: { resources: { address: string; provisioners?: unknown }[] } };
  };
  const { resources } = plan.configuration.root_module;
  for (const one of resources)
    if (one.address === "aws_security_group.by_hand") one.provisioners = [{ type: "local-exec" }];
  expect(find(planned(plan), "aws_security_group.by_hand").programs).toEqual(["provisioner"]);
});

test("with a plan of a stack, blocks that no plan shows are still not read", () => {
  const checked = source("data", { ...(written.json as object), check: {} });
  const configuration = new Configuration([network, stackFromPlan(checked, fixture("first-plan"))]);
  expect(configuration.unread.map(({ reason }) => reason)).toEqual(['a block "check"']);
});

describe("a plan of what exists", () => {
  const plan = planned(fixture("later-plan"));

  test("shows what it changes", () => {
    expect(keyOf(find(plan, "aws_vpc_security_group_ingress_rule.postgresql").get("from_port"))).toBe("0");
  });

  test("names what Terraform lets go without deleting it", () => {
    expect(plan.unread.map(({ reason }) => reason)).toEqual(['a block "removed"']);
    expect(plan.find("data/aws_vpc_dhcp_options.elsewhere")).toBeUndefined();
  });

  test("says nothing certain about a resource without planned values", () => {
    const { resource_changes: _, ...rest } = fixture("later-plan") as Record<string, unknown>;
    const rule = find(planned(rest), "aws_vpc_security_group_ingress_rule.postgresql");
    expect(rule.get("ip_protocol").kind).toBe("unknown");
  });
});

test("a local value that a file does not have is unknown, not absent", () => {
  const configuration = new Configuration([
    source("data", { resource: { aws_security_group: { one: { name: "${local.name}" } } } }),
  ]);
  expect(find(configuration, "aws_security_group.one").get("name").kind).toBe("unknown");
});

describe("a plan of a chart", () => {
  const chart = source("charts", fixture("helm-synthesized"));
  const release = (plan: unknown) =>
    new Configuration([stackFromPlan(chart, plan)]).find("charts/helm_release.reloader");
  const [written] = new Configuration([chart]).resources("helm_release");

  test("says the same, though the provider adds what it finds in the chart", () => {
    const planned = release(fixture("helm-plan"));
    expect(keyOf(planned?.arguments ?? absent)).toBe(keyOf(written?.arguments ?? absent));
    expect(renderingOf(planned as Resource)).toBe(renderingOf(written as Resource));
    expect(planned?.makesBlocks).toBe(false);
  });

  test("shows another value, and one that is set beside the values", () => {
    const plan = structuredClone(fixture("helm-plan")) as HelmPlan;
    const { expressions } = plan.configuration.root_module.resources[0];
    Object.assign(expressions, {
      version: { constant_value: "9.9.9" },
      set: { constant_value: [{ name: "reloader.watchGlobally", value: "true" }] },
    });
    const planned = release(plan);
    expect(textOf(planned?.get("version") ?? absent)).toBe("9.9.9");
    expect(planned?.argumentNames).toContain("set");
    expect(renderingOf(planned as Resource)).toBeUndefined();
  });
});

interface HelmPlan {
  readonly configuration: {
    readonly root_module: { readonly resources: readonly [{ expressions: object }] };
  };
}

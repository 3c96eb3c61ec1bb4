// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform writes templates so

import {
  blocksOf,
  Configuration,
  keyOf,
  policyStatements,
  unknownsIn,
} from "../../../src/assurance/terraform";
import { configurationOf, shippedSources, source } from "../support/sources";

const backend = (name: string) => ({ backend: { s3: { bucket: "states", key: `${name}.tfstate` } } });
const state = (name: string) => ({
  terraform_remote_state: { other: { backend: "s3", config: { bucket: "states", key: `${name}.tfstate` } } },
});

function twoStacks(read: string, stateName = "a") {
  const configuration = new Configuration([
    source("a", {
      terraform: backend("a"),
      resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } },
      output: {
        id: { value: "${aws_vpc.main.id}" },
        list: { value: ["${aws_vpc.main.id}", "${aws_vpc.main.cidr_block}"] },
      },
    }),
    source("b", { data: state(stateName), resource: { aws_subnet: { one: { read } } } }),
  ]);
  return configuration.resources("aws_subnet")[0]?.get("read");
}

describe("a value of another stack", () => {
  test.each([
    ["id", "a/aws_vpc.main.id"],
    ["list", '[a/aws_vpc.main.id,"10.0.0.0/16"]'],
    ["list[1]", '"10.0.0.0/16"'],
  ])("outputs.%s is the producer's own value", (output, key) => {
    const value = twoStacks(`\${data.terraform_remote_state.other.outputs.${output}}`);
    expect(value && keyOf(value)).toBe(key);
  });

  test("is unknown where the producer has no such output", () => {
    expect(twoStacks("${data.terraform_remote_state.other.outputs.none}")).toMatchObject({ kind: "unknown" });
  });

  test("is unknown where no stack keeps that state", () => {
    const value = twoStacks("${data.terraform_remote_state.other.outputs.id}", "elsewhere");
    expect(value).toMatchObject({ kind: "unknown", reason: expect.stringContaining("no stack here keeps") });
  });
});

describe("a policy", () => {
  const data = {
    aws_iam_policy_document: {
      own: { statement: [{ actions: ["s3:GetObject"], resources: ["*"] }] },
      merged: { source_policy_documents: ["{}"] },
    },
  };
  const statements = (policy: string) => {
    const configuration = configurationOf({ aws_iam_policy: { one: { policy } } }, { data });
    const [resource] = configuration.resources("aws_iam_policy");
    return resource ? policyStatements(configuration, resource.get("policy")).map(keyOf) : [];
  };
  const own = ['{"actions":["s3:GetObject"],"resources":["*"]}'];

  test("reads the same from a document, from jsonencode and from text", () => {
    expect(statements("${data.aws_iam_policy_document.own.json}")).toEqual(own);
    expect(
      statements('${jsonencode({"Statement" = {"Action" = "s3:GetObject", "Resource" = "*"}})}'),
    ).toEqual(own);
    expect(statements('{"Statement":[{"Action":["s3:GetObject"],"Resource":"*"}]}')).toEqual(own);
  });

  test("keeps symbols inside JSON text", () => {
    const text = '{"Statement":[{"Action":"a:b","Resource":"x/${aws_iam_policy.one.arn}"}]}';
    expect(statements(text)).toEqual([
      '{"actions":["a:b"],"resources":[text("x/",stack/aws_iam_policy.one.arn)]}',
    ]);
  });

  test("keeps principals and conditions", () => {
    const text =
      '{"Statement":{"Principal":{"AWS":"*"},"Condition":{"StringLike":{"aws:PrincipalArn":"a"}},"Effect":"Deny"}}';
    expect(statements(text)).toEqual([
      '{"condition":[{"test":"StringLike","values":["a"],"variable":"aws:PrincipalArn"}],"effect":"Deny",' +
        '"principals":[{"identifiers":["*"],"type":"AWS"}]}',
    ]);
  });

  test.each([
    ["${data.aws_iam_policy_document.merged.json}", "merges other policies"],
    ["${data.aws_iam_policy_document.none.json}", "does not declare"],
    ["${aws_iam_policy.one.arn}", "no policy document"],
    ["no JSON", "no JSON"],
    ['{"Statement":[{"Surprise":1}]}', "Surprise"],
  ])("%s is unknown", (policy, reason) => {
    expect(statements(policy)).toEqual([expect.stringContaining(reason)]);
  });
});

describe("the shipped configuration", () => {
  const configuration = new Configuration(shippedSources());

  test("is understood to the last expression", () => {
    const all = configuration.stacks.flatMap(({ resources }) => resources);
    const unknowns = all.flatMap((resource) => unknownsIn(resource.arguments));
    expect(all.length).toBeGreaterThan(400);
    expect([...unknowns, ...configuration.unread]).toEqual([]);
  });

  test("resolves every group of a SecurityGroupPolicy to a group of some stack", () => {
    const groups = configuration
      .resources("kubernetes_manifest")
      .flatMap((manifest) => blocksOf(manifest.get("manifest", "spec", "securityGroups")))
      .flatMap((block) => (block.kind === "dictionary" ? [block.entries.get("groupIds")] : []));
    const [acme] = groups;
    expect(groups).toHaveLength(4);
    expect(acme && keyOf(acme)).toMatch(
      /^\[dev-cluster\/aws_security_group\.\S+\.id,dev-org-acme\/aws_security_group\.\S+\.id,dev-database\/aws_security_group\.\S+\.id\]$/,
    );
  });

  test("knows which stacks an organization's reads from", () => {
    const stack = configuration.stacks.find(({ name }) => name === "dev-org-acme");
    expect(stack?.reads.map(({ name }) => name).sort()).toEqual([
      "dev-cluster",
      "dev-database",
      "dev-network",
    ]);
  });
});

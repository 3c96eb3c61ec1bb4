import fs from "node:fs";
import path from "node:path";
import { groupHolderTypes } from "../../src/assurance/group-holders";
import { type Evidence, violated } from "../../src/assurance/invariants/rule";
import { groupsOneKind } from "../../src/assurance/invariants/rules/groups-one-kind";
import { resourceTypes } from "../../src/assurance/resource-types";
import { Configuration } from "../../src/assurance/terraform";
import { Cloud, id } from "./support/cloud";
import { source } from "./support/sources";

const bindings = path.resolve(__dirname, "../../node_modules/@cdktf/provider-aws/lib");

/** Whether the provider lets a resource name security groups, in an argument or in a block. */
function namesGroups(type: string): boolean {
  const folder = path.join(bindings, type.replace("aws_", "").replaceAll("_", "-"));
  const declarations = fs
    .readdirSync(folder)
    .filter((file) => file.endsWith(".d.ts"))
    .map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
  return declarations.some((text) => /readonly \w*[sS]ecurityGroup(s|Ids)\??: string\[\]/.test(text));
}

/** They name groups as peers of rules, or as what may open SSH on nodes, which the network model refuses to judge. */
const namePeers = ["aws_default_security_group", "aws_security_group", "aws_eks_node_group"];

test("every type through which packets pass and that names groups is a holder", () => {
  const naming = [...resourceTypes]
    .filter(([type, { carriesPackets }]) => type.startsWith("aws_") && carriesPackets && namesGroups(type))
    .map(([type]) => type);
  expect(naming.length).toBeGreaterThan(10);
  expect(naming.filter((type) => !namePeers.includes(type)).sort()).toEqual(
    groupHolderTypes.filter((type) => type.startsWith("aws_")).sort(),
  );
});

test("a group of a template's interfaces is one of the cluster's", () => {
  const { resource } = new Cloud()
    .group("special")
    .add("aws_launch_template", "nodes", {
      network_interfaces: [{ security_groups: [id("aws_security_group", "special")] }],
    })
    .add("aws_instance", "bastion", { security_groups: [id("aws_security_group", "special")] });
  const configuration = new Configuration([source("stack", { resource })]);
  expect(groupsOneKind.check({ configuration } as Evidence)).toEqual([
    violated(
      "stack/aws_security_group.special",
      "machines (stack/aws_instance.bastion) and the cluster (stack/aws_launch_template.nodes) hold it",
    ),
  ]);
});

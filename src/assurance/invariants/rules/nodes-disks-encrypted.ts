import { textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, forEach, type Rule, violated } from "../rule";

export const nodesDisksEncrypted: Rule = {
  id: "nodes-disks-encrypted",
  threat: "Mounted secrets and images are on them.",
  check: forEach("aws_launch_template", (template) => {
    const { blocks } = readable(template.get("block_device_mappings"));
    const plain = blocks.some((block) => textOf(field(block, "ebs", "encrypted")) !== "true");
    return blocks.length > 0 && !plain
      ? compliant(template.address)
      : violated(template.address, "a disk without encrypted = true");
  }),
};

import { certain, isAbsent, keyOf, textOf } from "../../terraform";
import { field, readable } from "../../terraform/blocks";
import { compliant, forEach, type Rule, violated } from "../rule";

/** The disk of the images that nodes start from. One of another name is a second disk. */
const imageDisk = "/dev/xvda";

export const nodesDisksEncrypted: Rule = {
  id: "nodes-disks-encrypted",
  threat:
    "They contain images, and logs of containers with the output of applications. Mounted secrets are in memory.",
  check: forEach("aws_launch_template", (template, { configuration }) => {
    const { blocks } = readable(template.get("block_device_mappings"));
    const plain = blocks.some((block) => textOf(field(block, "ebs", "encrypted")) !== "true");
    if (blocks.length === 0 || plain) return violated(template.address, "a disk without encrypted = true");
    if (!blocks.some((block) => textOf(field(block, "device_name")) === imageDisk))
      return violated(template.address, `no disk is ${imageDisk}, so the image's own disk settings apply`);
    const foreign = blocks
      .map((block) => field(block, "ebs", "kms_key_id"))
      .find((key) => !isAbsent(key) && !certain(configuration.named("aws_kms_key", key)));
    return foreign
      ? violated(template.address, `a disk with the key ${keyOf(foreign)}, which is not declared here`)
      : compliant(template.address);
  }),
};

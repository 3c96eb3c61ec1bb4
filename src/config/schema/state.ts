import { z } from "zod";
import { show } from "../problem";
import { kmsKeyArn, region } from "./fields";
import { rule } from "./rule";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const bucket = rule(z.string(), (name) => {
  const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
  const address = /^\d+\.\d+\.\d+\.\d+$/.test(name);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (shaped && !address && !reserved) return undefined;
  return {
    found: reserved ? `${show(name)}, with a beginning or end that S3 reserves` : show(name),
    allowed: "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
    fix: "Name a bucket of yours, or one that `npm run bootstrap` is to make.",
  };
});

/** Where Terraform keeps its state. There is no default: losing state by accident must not be possible. */
export const stateSchema = z
  .discriminatedUnion("backend", [
    z.strictObject({
      backend: z
        .literal("local")
        .describe("Files under state/ in this project: for a first try by one person."),
    }),
    z.strictObject({
      backend: z.literal("s3").describe("One encrypted object per stack, locked by S3 itself."),
      bucket: bucket.describe("Name of a bucket; `npm run bootstrap` makes it."),
      region: region.optional().describe("Region of the bucket. Default: the region of the environment."),
      kmsKeyArn: kmsKeyArn
        .optional()
        .describe(
          "Key for the state objects: the bucket that `npm run bootstrap` makes takes no other. Default: S3's own key.",
        ),
    }),
  ])
  .describe("Where Terraform keeps its state: `backend: local` or `backend: s3`.");

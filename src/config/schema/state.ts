import { z } from "zod";
import { bucketName, kmsKeyArn, region } from "./fields";

const bucket = bucketName("Name a bucket of yours, or one that `npm run bootstrap` is to make.");

/** Backend of Terraform's state. It has no default, so that a state is never local by accident. */
export const stateSchema = z
  .discriminatedUnion("backend", [
    z.strictObject({
      backend: z
        .literal("local")
        .describe("Files under state/ in this project: for a first try by one person."),
    }),
    z.strictObject({
      backend: z.literal("s3").describe("One encrypted object per stack, locked by S3 itself."),
      bucket: bucket.describe("Name of a bucket, which `npm run bootstrap` creates."),
      region: region.optional().describe("Region of the bucket. Default: the region of the environment."),
      kmsKeyArn: kmsKeyArn
        .optional()
        .describe(
          "KMS key for the state objects; the bucket that `npm run bootstrap` creates accepts no other. Default: S3's own key.",
        ),
    }),
  ])
  .describe("Where Terraform keeps its state: `backend: local` or `backend: s3`.");

import { z } from "zod";

const digest = z
  .string()
  .regex(/^sha256:[0-9a-f]{64}$/, "a digest: sha256: and 64 hexadecimal digits")
  .optional();

const digests = z.strictObject({
  metabase: digest.describe("metabase/metabase."),
  node: digest.describe("docker/library/node, of pods that check connections."),
  postgres: digest.describe("docker/library/postgres, of toolboxes."),
  driver: digest.describe("csi-secrets-store/driver."),
  "driver-crds": digest.describe("csi-secrets-store/driver-crds."),
  "csi-node-driver-registrar": digest.describe("sig-storage/csi-node-driver-registrar."),
  livenessprobe: digest.describe("sig-storage/livenessprobe."),
  "secrets-store-csi-driver-provider-aws": digest.describe(
    "aws-secrets-manager/secrets-store-csi-driver-provider-aws.",
  ),
  reloader: digest.describe("stakater/reloader."),
  "aws-load-balancer-controller": digest.describe("eks/aws-load-balancer-controller."),
});

/** Images that this project chooses. Images of applications are named in full in organizations' files. */
export const imagesSchema = z.strictObject({
  registry: z
    .string()
    .regex(
      /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*$/,
      "a registry, such as 111122223333.dkr.ecr.eu-west-1.amazonaws.com or registry.example.com/mirror, without https:// and final slash",
    )
    .optional()
    .describe(
      "Mirror that holds the images of the platform, of Metabase and of pods that check connections, each under its whole public name, such as docker.io/metabase/metabase. Default: the public registries.",
    ),
  digests: digests
    .default({})
    .describe(
      "Digests by which these images are pulled, of the versions that src/foundation/container-image.ts names; another digest is another image, and no plan shows what it runs. Default: by tag.",
    ),
});

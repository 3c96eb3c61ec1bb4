import { imagesSchema } from "../../src/config/schema/images";
import { ContainerImage } from "../../src/foundation/container-image";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
const registry = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/mirror";
const named = ContainerImage.of("metabase/metabase:v1.2.3");
const ofHost = ContainerImage.of("registry.example.com:5000/team/driver:v1.6.0");

test.each([
  [named, {}, "metabase/metabase:v1.2.3"],
  [named, { registry }, `${registry}/docker.io/metabase/metabase:v1.2.3`],
  [ofHost, { registry }, `${registry}/registry.example.com:5000/team/driver:v1.6.0`],
  [named, { digests: { metabase: digest } }, `metabase/metabase:v1.2.3@${digest}`],
  [named, { digests: { driver: digest } }, "metabase/metabase:v1.2.3"],
  [
    ofHost,
    { registry, digests: { driver: digest } },
    `${registry}/registry.example.com:5000/team/driver:v1.6.0@${digest}`,
  ],
])("%j is pulled with %j as %s", (image, images, reference) => {
  expect(image.from({ digests: {}, ...images }).reference).toBe(reference);
});

test("a reference is a name, a version, and perhaps a digest", () => {
  const image = ContainerImage.of(`registry.example.com:5000/team/driver:v1.6.0@${digest}`);
  expect([image.repository, image.tag, image.name]).toEqual([
    "registry.example.com:5000/team/driver",
    `v1.6.0@${digest}`,
    "driver",
  ]);
});

test("config takes a digest for every image that the project chooses, by the last part of its name", () => {
  const names = Object.values(ContainerImage).map(({ name }: ContainerImage) => name);
  expect(new Set(names).size).toBe(names.length);
  const all = Object.fromEntries(names.map((name) => [name, digest]));
  expect(imagesSchema.parse({ digests: all })).toEqual({ digests: all });
  expect(imagesSchema.safeParse({ digests: { ...all, other: digest } }).success).toBe(false);
});

test.each(["https://registry.example.com", "registry.example.com/", "Registry.example.com", "a b"])(
  "config takes no registry %s",
  (wrong) => expect(imagesSchema.safeParse({ registry: wrong }).success).toBe(false),
);

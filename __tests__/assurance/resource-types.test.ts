import fs from "node:fs";
import path from "node:path";
import { resourceTypes } from "../../src/assurance/resource-types";
import { workloadTypes } from "../../src/assurance/workloads";
import { filesIn } from "../support/files";

const project = path.resolve(__dirname, "../..");

/** Types of a provider's resources, by the folders of its bindings. */
function typesOf(provider: string): string[] {
  const lib = path.join(project, "node_modules/@cdktf", `provider-${provider}`, "lib");
  return fs
    .readdirSync(lib)
    .filter((folder) => !folder.startsWith("data-") && fs.existsSync(path.join(lib, folder, "index.js")))
    .map((folder) => `${provider}_${folder.replaceAll("-", "_")}`);
}

const provided = new Set(["aws", "kubernetes", "helm"].flatMap(typesOf).concat("terraform_data"));

/** Types that constructs of src make. */
const used = filesIn(path.join(project, "src"), ".ts")
  .flatMap((file) => [
    ...fs
      .readFileSync(path.join(project, "src", file), "utf8")
      .matchAll(/"@cdktf\/provider-(aws|kubernetes|helm)\/lib\/([a-z0-9-]+)"/g),
  ])
  .filter(([, , folder = ""]) => folder !== "provider" && !folder.startsWith("data-"))
  .map(([, provider, folder = ""]) => `${provider}_${folder.replaceAll("-", "_")}`);

test("every listed type exists in a provider, by its exact name", () => {
  expect([...resourceTypes.keys()].filter((type) => !provided.has(type))).toEqual([]);
});

test("every type that constructs create is read, or harmless", () => {
  expect(used.length).toBeGreaterThan(50);
  expect(used.filter((type) => (resourceTypes.get(type)?.holdsCredentials ?? "unread") === "unread")).toEqual(
    [],
  );
});

test("each type is in one list only", () => {
  const text = fs.readFileSync(path.join(project, "src/assurance/resource-types.ts"), "utf8");
  const lists = text.slice(0, text.indexOf("const code"));
  const types = [...lists.matchAll(/^ {2}"(\w+)",$/gm)].map(([, type]) => type);
  expect(types.length).toBeGreaterThan(150);
  expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
});

test.each([
  "aws_dynamodb_table",
  "aws_ecr_repository",
  "aws_budgets_budget",
  "kubernetes_horizontal_pod_autoscaler_v2",
])("%s carries no packets and contains no credentials", (type) => {
  expect(resourceTypes.get(type)).toEqual({
    carriesPackets: false,
    holdsCredentials: false,
    runsCode: false,
  });
});

test.each([
  "aws_iam_user",
  "aws_secretsmanager_secret_version",
  "aws_lambda_layer_version",
  "terraform_data",
])("the effect of %s on credentials is not read", (type) => {
  expect(resourceTypes.get(type)?.holdsCredentials).toBe("unread");
});

test("workloads run code, carry packets and may use credentials", () => {
  expect(workloadTypes.map((type) => resourceTypes.get(type))).toEqual(
    workloadTypes.map(() => ({ carriesPackets: true, holdsCredentials: true, runsCode: true })),
  );
});

test.each(["aws_vpn_gateway", "aws_kms_key_", "aws_s3_bucket_anything", "kubernetes_labels"])(
  "%s is unknown: it may carry packets and contain credentials",
  (type) => {
    expect(resourceTypes.has(type)).toBe(false);
  },
);

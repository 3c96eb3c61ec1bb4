import fs from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../src/config/load";
import { ContainerImage } from "../../src/foundation/container-image";
import { NodeRuntime } from "../../src/functions/node-runtime";
import { Chart } from "../../src/platform/chart";
import { shippedStacks } from "../support/environments";
import { filesIn } from "../support/files";
import { project } from "../support/program";

interface Manager {
  readonly managerFilePatterns: readonly string[];
  readonly matchStrings: readonly string[];
}

interface Pin {
  readonly registryUrl?: string;
  readonly depName?: string;
  readonly currentValue: string;
}

const { customManagers } = JSON.parse(fs.readFileSync(path.join(project, "renovate.json"), "utf8")) as {
  customManagers: Manager[];
};
const files = filesIn(path.join(project, "src"), ".ts").map((file) =>
  path.posix.join("src", file.split(path.sep).join("/")),
);

/** What a manager of renovate.json finds in this project. */
function pinsOf({ managerFilePatterns, matchStrings }: Manager): Pin[] {
  const patterns = managerFilePatterns.map((pattern) => new RegExp(pattern.slice(1, -1)));
  return files
    .filter((file) => patterns.some((pattern) => pattern.test(file)))
    .map((file) => fs.readFileSync(path.join(project, file), "utf8"))
    .flatMap((text) => matchStrings.flatMap((one) => [...text.matchAll(new RegExp(one, "g"))]))
    .map(({ groups }) => groups as unknown as Pin);
}

const [charts, images, runtimes] = customManagers.map(pinsOf) as [Pin[], Pin[], Pin[]];
const ofClass = <T>(pins: Record<string, unknown>): T[] => Object.values(pins) as T[];

test("its rules find every pin of every class, and nothing else", () => {
  expect(charts.map((pin) => ({ ...pin }))).toEqual(
    ofClass<Chart>({ ...Chart }).map(({ repository, name, version }) => ({
      registryUrl: repository,
      depName: name,
      currentValue: version,
    })),
  );
  expect(images.map(({ depName, currentValue }) => `${depName}:${currentValue}`)).toEqual(
    ofClass<ContainerImage>({ ...ContainerImage }).map(({ reference }) => reference),
  );
  expect(runtimes.map(({ currentValue }) => `nodejs${currentValue}.x`)).toEqual(
    ofClass<NodeRuntime>({ ...NodeRuntime }).map(({ identifier }) => identifier),
  );
  expect([charts.length, images.length, runtimes.length]).toEqual([4, 10, 1]);
});

/** Every value under a key, however deep. */
const valuesOf = (key: string, value: unknown): unknown[] =>
  typeof value !== "object" || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) => [
        ...(name === key && typeof inner === "string" ? [inner] : []),
        ...valuesOf(key, inner),
      ]);

test("its rules find every version in synthesized Terraform that config does not choose", () => {
  const resources = (type: string) => shippedStacks().map(({ json }) => json.resource?.[type]);
  const versions = new Set(valuesOf("version", resources("helm_release")));
  const chosen = loadEnvironments("config").map(({ organizations }) => valuesOf("image", organizations));
  const images = new Set(
    valuesOf("image", resources("kubernetes_deployment_v1")).filter(
      (image) => !chosen.flat().includes(image),
    ),
  );
  const functions = new Set(valuesOf("runtime", resources("aws_lambda_function")));
  expect([versions.size, images.size, functions.size]).toEqual([4, 1, 1]);
  expect(charts.map(({ currentValue }) => currentValue)).toEqual(expect.arrayContaining([...versions]));
  expect(ofClass<ContainerImage>({ ...ContainerImage }).map(({ reference }) => reference)).toEqual(
    expect.arrayContaining([...images]),
  );
  expect(runtimes.map(({ currentValue }) => `nodejs${currentValue}.x`)).toEqual([...functions]);
});

test("its rules find no version where none is pinned", () => {
  const text = 'new Chart(repository, name, version)\nnew ContainerImage(reference)\nnew Chart("a", "b")';
  const found = customManagers.flatMap(({ matchStrings }) =>
    matchStrings.filter((one) => new RegExp(one).test(text)),
  );
  expect(found).toEqual([]);
});

test("no test repeats a pinned version, so that an update changes one line", () => {
  const pins = [
    ...charts.map(({ currentValue }) => `"${currentValue}"`),
    ...images.map(({ depName, currentValue }) => `${depName}:${currentValue}`),
    ...runtimes.map(({ currentValue }) => `"nodejs${currentValue}.x"`),
    fs.readFileSync(path.join(project, ".terraform-version"), "utf8").trim(),
  ];
  const tests = filesIn(path.join(project, "__tests__"), ".ts");
  expect(tests.length).toBeGreaterThan(100);
  const repeating = tests.filter((file) => {
    const text = fs.readFileSync(path.join(project, "__tests__", file), "utf8");
    return pins.some((pin) => text.includes(pin));
  });
  expect(repeating).toEqual([]);
});

test("leaves files with one version each to Renovate's own managers", () => {
  expect(fs.readFileSync(path.join(project, ".terraform-version"), "utf8")).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(fs.readFileSync(path.join(project, ".nvmrc"), "utf8")).toMatch(/^\d+\n$/);
});

import { prove } from "../../src/assurance";
import type { Environment } from "../../src/config/model";
import { intentOf } from "../../src/stacks/intent";
import { environment, organization } from "../support/fixtures";
import { Synthesis } from "./support/mutations";
import { sourcesOf } from "./support/sources";

const digest = (digit: string) => `sha256:${digit.repeat(64)}`;
const images = {
  registry: "111122223333.dkr.ecr.eu-west-1.amazonaws.com",
  digests: { driver: digest("1"), reloader: digest("2"), metabase: digest("3") },
};
const build = (settings: object) =>
  environment(settings, [
    organization("acme", { isolation: "database", applications: [{ kind: "metabase" }] }),
  ]);

/** What the proof says of the stacks of one environment, where config means another. */
const problems = (built: Environment, meant: Environment): string[] =>
  (prove(new Synthesis(sourcesOf(built)).sources, [intentOf(meant)])[0]?.problems ?? []).map(
    ({ text, details }) => [text, ...details].join("\n"),
  );

const [mirrored, plain] = [build({ images }), build({})];

test("images come from the configured mirror, and by the configured digests", () =>
  expect(problems(mirrored, mirrored)).toEqual([]));

test.each([
  ["a mirror that config does not name", mirrored, plain, "of the chart"],
  ["public registries where config names a mirror", plain, mirrored, "by the values of the chart"],
  [
    "another digest than that of config",
    mirrored,
    build({ images: { ...images, digests: { ...images.digests, driver: digest("4") } } }),
    digest("4"),
  ],
])("the check finds %s", (_, built, meant, found) =>
  expect(problems(built, meant).join("\n")).toContain(found),
);

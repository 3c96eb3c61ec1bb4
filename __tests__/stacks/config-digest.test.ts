import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { refuseOtherConfig, writeConfigDigests } from "../../src/stacks/config-digest";
import { environment, organization } from "../support/fixtures";

const acme = environment({}, [organization("acme")]);
const other = { ...environment({ region: "eu-central-1" }, [organization("acme")]), name: "other" };

let outdir: string;
beforeEach(() => {
  outdir = fs.mkdtempSync(path.join(os.tmpdir(), "config-digest-"));
});
afterEach(() => fs.rmSync(outdir, { recursive: true }));

const refused = (...environments: (typeof acme)[]) =>
  refuseOtherConfig(outdir, environments, "run npm start");

test("stacks with the digest of today's config are accepted", () => {
  writeConfigDigests(outdir, [acme], [acme]);
  expect(() => refused(acme)).not.toThrow();
});

test.each([
  ["an organization more", environment({}, [organization("acme"), organization("globex")])],
  ["an organization less", environment({}, [])],
  ["another setting", environment({ topology: "peering" }, [organization("acme")])],
  ["another setting of an organization", environment({}, [organization("acme", { isolation: "schema" })])],
])("%s is refused, and the message names the environment", (_, changed) => {
  writeConfigDigests(outdir, [acme, other], [acme, other]);
  expect(() => refused(changed, other)).toThrow(
    `${outdir} was made from another config of test than config/ has now: run npm start.`,
  );
});

test("an environment that is not synthesized again keeps its digest", () => {
  writeConfigDigests(outdir, [acme, other], [acme, other]);
  const changed = environment({}, []);
  writeConfigDigests(outdir, [other], [changed, other]);
  expect(() => refused(changed, other)).toThrow("another config of test");
});

test("a removed environment has no digest", () => {
  writeConfigDigests(outdir, [acme, other], [acme, other]);
  writeConfigDigests(outdir, [other], [other]);
  expect(Object.keys(JSON.parse(fs.readFileSync(path.join(outdir, "config.json"), "utf8")))).toEqual([
    "other",
  ]);
});

test("a folder without digests is judged without this check", () => {
  expect(() => refused(acme)).not.toThrow();
});

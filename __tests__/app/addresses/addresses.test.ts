import fs from "node:fs";
import path from "node:path";
import { loadEnvironments } from "../../../src/config/load";
import type { Environment } from "../../../src/config/model";
import { environmentStacks } from "../../support/environments";
import { everyTopology } from "../../support/every-topology";
import { changes, listing } from "./listing";

const environments: [file: string, environment: Environment][] = [
  ...loadEnvironments("config").map((one): [string, Environment] => [one.name, one]),
  ...everyTopology,
];
const accept = "ACCEPT_ADDRESSES=true npx jest __tests__/app/addresses";

/** @throws Error that lists what differs from the accepted list, and says what that would do */
function compare(file: string, found: readonly string[]): void {
  const lists = path.join(__dirname, "accepted");
  const list = path.join(lists, `${file}.txt`);
  if (process.env.ACCEPT_ADDRESSES) {
    fs.mkdirSync(lists, { recursive: true });
    fs.writeFileSync(list, `${found.join("\n")}\n`);
  }
  const accepted = fs.readFileSync(list, "utf8").trimEnd().split("\n");
  const differences = changes(accepted, found);
  if (differences.length === 0) return;
  throw new Error(
    [
      `Terraform addresses of ${file} are not those of ${path.relative(process.cwd(), list)}:`,
      ...differences.map((difference) => `  ${difference}`),
      "",
      "Terraform destroys the resource of an address that is gone and creates that of a new address, even where the two",
      "are the same resource under another construct id: a database, a key, an endpoint would be replaced. Take the old id",
      "again, or keep the resource by its method moveFromId(). A line `after` is a depends_on: without it, Terraform may",
      "create or destroy the two in the wrong order.",
      `Where the change is meant: ${accept}`,
      "rewrites the lists. Commit them with it, and say in the message what is replaced.",
    ].join("\n"),
  );
}

test("the shipped environments and every topology have an accepted list", () =>
  expect(fs.readdirSync(path.join(__dirname, "accepted")).sort()).toEqual(
    environments.map(([file]) => `${file}.txt`).sort(),
  ));

test.each(environments)("%s has the addresses and dependencies that were accepted", (file, environment) =>
  compare(file, listing([...environmentStacks(environment).values()])),
);

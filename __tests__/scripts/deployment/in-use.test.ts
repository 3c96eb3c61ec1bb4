import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { AwsError } from "../../../scripts/aws/errors";
import { stillInUse } from "../../../scripts/deployment/in-use";
import type { States } from "../../../scripts/deployment/states";
import type { Environment } from "../../../src/config/model";
import { within } from "../../support/call";
import { environmentStacks } from "../../support/environments";
import { everyTopology } from "../../support/every-topology";
import { environment } from "../../support/fixtures";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "in-use-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** Both kinds of load balancers; acme opens applications and uses the shared instance, initech has its own. */
const applied = environmentStacks(everyTopology.get("private-link") as Environment);
const all = [...applied.keys()];

/** @param present stacks that were applied @param chosen stacks that are deployed now */
const problem = (
  overrides: Readonly<Record<string, object>>,
  present: readonly string[] = all,
  chosen: readonly string[] = all,
) => {
  const states = path.join(folder, "state");
  fs.rmSync(states, { recursive: true, force: true });
  fs.mkdirSync(states);
  for (const stack of present) {
    const resources = Object.entries(applied.get(stack)?.json.resource ?? {}).flatMap(([type, made]) =>
      Object.keys(made as object).map((name) => ({ mode: "managed", type, name, instances: [{}] })),
    );
    fs.writeFileSync(path.join(states, `${stack}.tfstate`), JSON.stringify({ resources }));
  }
  const config = environment(overrides);
  const stacks = chosen.map((name) => ({ name, folder, dependencies: [] }));
  return within(folder, {}, () => stillInUse(config, stacks));
};

/** States of which a principal may only list the names. */
const listedOnly: States = {
  names: async () => all,
  text: async () => {
    throw new AwsError("This principal has no permission for it.", "AccessDenied");
  },
  place: (stack) => stack,
  removal: (stack) => stack,
};

const unread = (overrides: Readonly<Record<string, object>>) => {
  const stacks = all.map((name) => ({ name, folder, dependencies: [] }));
  return stillInUse(environment(overrides), stacks, listedOnly);
};

const applicationAccess = { allowedCidrs: ["203.0.113.0/24"] };
const externalAccess = { allowedCidrs: ["198.51.100.0/24"] };
const database = { shared: false };
const without = (...stacks: string[]) => all.filter((name) => !stacks.includes(name));

test.each([
  [
    "the load balancer controller before the bindings that only it lets go",
    { externalAccess },
    "Nothing was deployed. test-platform would lose the load balancer controller, without which Kubernetes cannot delete the target group bindings of test-org-acme. Deploy first: npm run deploy -- test org-acme",
  ],
  [
    "the shared instance before the organizations that leave it",
    { externalAccess, applicationAccess, database },
    "Nothing was deployed. test-database would lose the shared instance, and the credentials function that locks the logins of test-org-acme there when they leave it. Deploy first: npm run deploy -- test org-acme",
  ],
  [
    "the internet gateway before the load balancer that uses it",
    { applicationAccess },
    "Nothing was deployed. test-network would lose the internet gateway of the database's VPC, which AWS does not detach while the load balancer of test-database uses it. Deploy first: npm run deploy -- test database",
  ],
])("a deployment does not remove %s", async (_, overrides, words) => {
  expect(await problem(overrides)).toEqual({ problem: words });
});

test.each([
  ["config keeps all of it", { externalAccess, applicationAccess }, all, all],
  ["what needs it is deployed first", { database }, all, ["test-org-acme"]],
  ["nothing needs it any more", { database }, without("test-org-acme", "test-database"), all],
  ["its stack is gone", { database }, without("test-network", "test-platform", "test-database"), all],
  ["nothing was deployed yet", { database }, [], all],
])("nothing is refused if %s", async (_, overrides, present, chosen) => {
  expect(await problem(overrides, present, chosen)).toEqual({});
});

test("a check without the right to read states says in one line that it was not possible", async () => {
  expect(await unread({ externalAccess, database })).toEqual({
    notLooked:
      "Not checked whether other stacks still use what test-platform, test-database would lose: This principal has no permission for it.",
  });
  expect(await unread({ externalAccess, applicationAccess })).toEqual({});
});

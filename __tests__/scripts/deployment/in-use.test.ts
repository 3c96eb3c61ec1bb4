import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { stillInUse } from "../../../scripts/deployment/in-use";
import { within } from "../../support/call";
import { shippedStacks } from "../../support/environments";
import { environment } from "../../support/fixtures";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "in-use-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A state with every resource of shipped stacks: prod opens an application of globex. */
const stateOf = (names: string): string => {
  const resources = names.split(" ").flatMap((name) => {
    const stack = shippedStacks().find((one) => one.name === `prod-${name}`);
    return Object.entries(stack?.json.resource ?? {}).flatMap(([type, made]) =>
      Object.keys(made as object).map((name) => ({ mode: "managed", type, name, instances: [{}] })),
    );
  });
  return JSON.stringify({ resources });
};

/** @param states names of shipped stacks of prod, by those of the stacks whose states have their resources */
const problem = (
  states: Readonly<Record<string, string>>,
  chosen: readonly string[],
  overrides: Readonly<Record<string, object>> = {},
) => {
  const state = path.join(folder, "state");
  fs.rmSync(state, { recursive: true, force: true });
  fs.mkdirSync(state);
  for (const [name, like] of Object.entries(states))
    fs.writeFileSync(path.join(state, `test-${name}.tfstate`), stateOf(like));
  const config = environment(overrides);
  const stacks = chosen.map((name) => ({ name: `test-${name}`, folder, dependencies: [] }));
  return within(folder, {}, () => stillInUse(config, stacks));
};

const open = { platform: "platform", "org-acme": "org-acme", "org-globex": "org-globex" };
const instance = { database: "database", "org-acme": "org-acme" };
const all = ["network", "database", "platform", "org-acme", "org-globex"];
const alone = { database: { shared: false } };

test("the load balancer controller is not removed before the bindings that only it lets go", async () => {
  expect(await problem(open, all)).toBe(
    "Nothing was deployed. test-platform would lose the load balancer controller, without which Kubernetes cannot delete the target group bindings of test-org-globex. Deploy first: npm run deploy -- test org-globex",
  );
});

test("the shared instance is not removed before the organizations that leave it", async () => {
  expect(await problem({ ...instance, "org-globex": "org-globex" }, all, alone)).toBe(
    "Nothing was deployed. test-database would lose the shared instance, and the credentials function that locks the logins of test-org-acme, test-org-globex there when they leave it. Deploy first: npm run deploy -- test org-acme org-globex",
  );
});

const access = { applicationAccess: { allowedCidrs: ["203.0.113.0/24"] } };
test.each([
  ["the organizations are deployed first", { ...open, ...instance }, ["org-globex"], alone],
  ["the controller stays", open, all, access],
  ["no application is open", { ...open, "org-globex": "org-acme" }, all, {}],
  ["the controller is gone", { ...open, platform: "org-acme" }, all, {}],
  ["the shared instance stays", instance, all, {}],
  ["an organization has its own instance", { ...instance, "org-acme": "org-acme database" }, all, alone],
  ["nothing was deployed yet", {}, all, alone],
])("nothing is refused if %s", async (_, states, chosen, overrides) => {
  expect(await problem(states, chosen, overrides)).toBeUndefined();
});

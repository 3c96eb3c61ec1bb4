import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { controllerInUse } from "../../../scripts/deployment/controller-in-use";
import { within } from "../../support/call";
import { shippedStacks } from "../../support/environments";
import { environment } from "../../support/fixtures";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "controller-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

/** A state with every resource of a shipped stack: prod opens an application of globex. */
const stateOf = (name: string): string => {
  const stack = shippedStacks().find((one) => one.name === name);
  const resources = Object.entries(stack?.json.resource ?? {}).flatMap(([type, made]) =>
    Object.keys(made as object).map((name) => ({ mode: "managed", type, name, instances: [{}] })),
  );
  return JSON.stringify({ resources });
};

/** @param states names of shipped stacks of prod, by those of the environment whose states they are */
const problem = (
  states: Readonly<Record<string, string>>,
  chosen: readonly string[],
  applicationAccess?: object,
) => {
  const state = path.join(folder, "state");
  fs.rmSync(state, { recursive: true, force: true });
  fs.mkdirSync(state);
  for (const [name, like] of Object.entries(states))
    fs.writeFileSync(path.join(state, `test-${name}.tfstate`), stateOf(`prod-${like}`));
  const config = environment(applicationAccess && { applicationAccess });
  const stacks = chosen.map((name) => ({ name: `test-${name}`, folder, dependencies: [] }));
  return within(folder, {}, () => controllerInUse(config, stacks));
};

const open = { platform: "platform", "org-acme": "org-acme", "org-globex": "org-globex" };
const all = ["network", "platform", "org-acme", "org-globex"];

test("the controller is not removed before the bindings that only it lets go", async () => {
  expect(await problem(open, all)).toBe(
    "Nothing was deployed. test-platform would lose the load balancer controller, without which Kubernetes cannot delete the target group bindings of test-org-globex. Deploy first: npm run deploy -- test org-globex",
  );
});

test.each([
  ["the organizations are deployed first", open, ["org-globex"], undefined],
  ["the controller stays", open, all, { allowedCidrs: ["203.0.113.0/24"] }],
  ["no application is open", { ...open, "org-globex": "org-acme" }, all, undefined],
  ["the controller is gone", { ...open, platform: "org-acme" }, all, undefined],
  ["nothing was deployed yet", {}, all, undefined],
])("nothing is refused if %s", async (_, states, chosen, access) => {
  expect(await problem(states, chosen, access)).toBeUndefined();
});

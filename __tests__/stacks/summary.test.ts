import { App } from "cdktf";
import { summary } from "../../src/stacks/summary";
import { environment, opened, organization } from "../support/fixtures";

test("names the Metabase that is opened, and says what to do before browsers reach it", () => {
  const acme = organization("acme", {
    applications: [{ kind: "metabase", access: opened("metabase", "internet-facing") }],
  });
  expect(summary(new App(), [environment({}, [acme])])).toContain(
    "\nSet up acme/metabase of test by port-forward before a host name leads to it: the first visitor of a Metabase becomes its administrator (docs/opening.md#metabase).\n",
  );
});

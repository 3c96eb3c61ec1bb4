import type { Aws } from "../../../scripts/aws/cli";
import { madeIn, statesOf } from "../../../scripts/deployment/states";
import { environment } from "../../support/fixtures";

test("a bucket is listed once, however many states of it are read", async () => {
  const stacks = ["network", "cluster", "database"].map((name) => `test-${name}`);
  const asked: string[] = [];
  const aws: Aws = {
    async ask({ words }, shape) {
      asked.push(words.join(" "));
      return shape.parse({ Contents: stacks.map((name) => ({ Key: `test/${name}.tfstate` })) });
    },
    async read({ words }) {
      asked.push(words.join(" "));
      return "{}";
    },
  };
  const states = statesOf(environment({ state: { backend: "s3", bucket: "states" } }), aws);
  await Promise.all(stacks.map((name) => madeIn(states, name)));
  expect(asked.sort()).toEqual(["s3 cp", "s3 cp", "s3 cp", "s3api list-objects-v2"]);
});

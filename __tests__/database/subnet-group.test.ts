import { SubnetGroup } from "../../src/database/subnet-group";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

test("SubnetGroup spans exactly the subnets it is given, under the environment's name", () => {
  const env = environment();
  const stack = synthesizeConstruct(env, (scope) => {
    new SubnetGroup(scope, "subnets", { environment: env, subnetIds: ["subnet-a", "subnet-b"] });
  });
  expect(stack.resource("aws_db_subnet_group")).toMatchObject({
    name: "test-database",
    subnet_ids: ["subnet-a", "subnet-b"],
  });
});

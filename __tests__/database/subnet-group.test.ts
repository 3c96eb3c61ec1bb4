import { SubnetGroup } from "../../src/database/subnet-group";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

test.each([
  ["same-vpc", "test-database"],
  ["peering", "test-database-vpc"],
  ["private-link", "test-database-vpc"],
  ["resource-endpoint", "test-database-vpc"],
])("the name of SubnetGroup contains its VPC: %s", (topology, name) => {
  const env = environment({ topology });
  const stack = synthesizeConstruct(env, (scope) => {
    new SubnetGroup(scope, "subnets", { environment: env, subnetIds: ["subnet-a", "subnet-b"] });
  });
  expect(stack.resource("aws_db_subnet_group").name).toBe(name);
});

test("SubnetGroup contains exactly the given subnets, under the environment's name", () => {
  const env = environment();
  const stack = synthesizeConstruct(env, (scope) => {
    new SubnetGroup(scope, "subnets", { environment: env, subnetIds: ["subnet-a", "subnet-b"] });
  });
  expect(stack.resource("aws_db_subnet_group")).toMatchObject({
    name: "test-database",
    subnet_ids: ["subnet-a", "subnet-b"],
    lifecycle: { create_before_destroy: true },
  });
});

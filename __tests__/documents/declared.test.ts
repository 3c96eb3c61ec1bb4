import { Workspace } from "./workspace";

let workspace: Workspace;
beforeAll(async () => {
  workspace = await Workspace.start();
});
afterAll(() => workspace.dispose());

const update = "aws eks update-addon --cluster-name dev --addon-version v1";

test.each([
  [`${update} --addon-name vpc-cni`, "vpc-cni has a role, which this call takes away"],
  [
    "aws rds modify-db-instance --db-instance-identifier dev-shared --engine-version 18.1",
    "modify-db-instance --engine-version changes what Terraform declares",
  ],
  [
    "aws eks update-nodegroup-config --cluster-name dev --nodegroup-name general --scaling-config minSize=3",
    "Terraform would change them back",
  ],
  ["aws eks update-cluster-version --name dev --kubernetes-version 1.36", "changes what Terraform declares"],
  ["aws rds describe-db-instances --db-instance-identifier dev", "no stack declares aws_db_instance dev,"],
  ["aws kms describe-key --key-id alias/dev-data", "no stack declares alias/dev-data;"],
  ["aws ec2 describe-vpcs --filters Name=tag:Name,Values=staging-*", "nothing is named staging-*"],
  ["kubectl -n dev get pods", "there is no namespace dev;"],
  ["kubectl -n acme scale deployment/api --replicas=0", "no stack declares deployment api in acme"],
])("%s is refused", async (command, message) => {
  const { status, stderr } = await workspace.run(command);
  expect([status, stderr]).toEqual([1, expect.stringContaining(message)]);
});

test.each([
  `${update} --addon-name coredns`,
  `${update} --addon-name vpc-cni --service-account-role-arn value`,
  "aws rds modify-db-instance --db-instance-identifier dev-shared --new-db-instance-identifier gone && aws rds modify-db-instance --db-instance-identifier gone --no-deletion-protection",
  "kubectl -n acme rollout restart deployment metabase",
])("%s is not", async (command) => {
  expect(await workspace.run(command)).toMatchObject({ status: 0, stderr: "" });
});

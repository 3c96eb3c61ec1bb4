import { command } from "../../../scripts/preflight";
import { AppFolder } from "../../support/app-folder";
import { callIn } from "../../support/call";
import { full } from "../../support/effort";
import { StandInCli } from "../aws/support";

const folder = new AppFolder();
let standIn: StandInCli;
beforeAll(() => {
  for (const name of full(["dev", "prod"], ["dev"]))
    folder.remove(`config/${name}/organizations/globex.yaml`);
});
beforeEach(() => {
  standIn = new StandInCli();
  standIn.answer("sts get-caller-identity", {
    Account: "111122223333",
    Arn: "arn:aws:iam::111122223333:user/me",
  });
});
afterEach(() => standIn.dispose());
afterAll(() => folder.dispose());

const preflight = (...words: string[]) => callIn(folder.path, command, words, standIn.env);

test("a denied call is reported with the missing IAM action, and the exit code is 2", async () => {
  const { status, stdout, stderr } = await preflight("dev");
  expect([status, stderr]).toEqual([2, ""]);
  expect(stdout).toMatch(
    /^dev in account 111122223333, eu-west-1, as arn:aws:iam::111122223333:user\/me\n(\d+) of \1 /,
  );
  expect(stdout).toMatch(/^not checked {2}VPCs of the region .*This principal has no permission for it\./m);
  expect(stdout).toContain(
    "\nVPCs of the region:\n  Allow ec2:DescribeVpcs, servicequotas:GetServiceQuota, ",
  );
});

test("a missing prerequisite is reported with its fix, and the exit code is 1, even if other calls are denied", async () => {
  standIn.answer("ec2 describe-vpcs", { Vpcs: [{}, {}, {}, {}, {}] });
  standIn.answer("service-quotas get-service-quota", { Quota: { Value: 5 } });
  const { status, stdout } = await preflight("dev");
  expect(status).toBe(1);
  expect(stdout).toMatch(/^LACKING {6}VPCs of the region +1 needed, 5 in use, 5 allowed$/m);
  expect(stdout).toContain("--service-code vpc --quota-code L-F678F1CE --desired-value 6\n");
});

test("resources that states contain are not needed again", async () => {
  const state = (type: string, name: string) => ({ mode: "managed", type, name, instances: [{}] });
  const network = JSON.parse(folder.output().get("stacks/dev-network/cdk.tf.json") ?? "");
  const resources = Object.keys(network.resource.aws_vpc).map((name) => state("aws_vpc", name));
  folder.write("state/dev-network.tfstate", JSON.stringify({ version: 4, resources }));
  const { stdout } = await preflight("dev");
  expect(stdout).not.toContain("VPCs of the region");
  expect(stdout).toContain("Elastic IP addresses of the region");
  folder.remove("state");
});

test("states in S3 are read from there, and a missing bucket is named", async () => {
  standIn.answer("sts get-caller-identity", {
    Account: "444455556666",
    Arn: "arn:aws:iam::444455556666:user/me",
  });
  standIn.answer("s3api list-objects-v2", { Contents: [{ Key: "prod/prod-network.tfstate" }] });
  standIn.answer("s3 cp", {
    resources: [{ mode: "managed", type: "aws_vpc", name: "vpc_A2121C38", instances: [{}] }],
  });
  const { stdout } = await preflight("prod");
  expect(stdout).not.toContain("VPCs of the region");
  expect(standIn.calls().filter((call) => call.startsWith("s3"))).toEqual([
    expect.stringMatching(
      /^s3api list-objects-v2 --bucket example-terraform-state-444455556666 --prefix prod\/ /,
    ),
    expect.stringMatching(
      /^s3 cp s3:\/\/example-terraform-state-444455556666\/prod\/prod-network\.tfstate - /,
    ),
  ]);
  standIn.behave(
    "s3api list-objects-v2",
    'echo "An error occurred (NoSuchBucket) when calling: x" >&2; exit 254',
  );
  const without = await preflight("prod");
  expect([without.status, without.stdout]).toEqual([2, ""]);
  expect(without.stderr).toMatch(
    /^There is no bucket example-terraform-state-444455556666 .*npm run bootstrap/,
  );
});

test("credentials of an account other than config's are refused before any other call", async () => {
  standIn.answer("sts get-caller-identity", {
    Account: "999999999999",
    Arn: "arn:aws:iam::999999999999:user/me",
  });
  const { status, stdout, stderr } = await preflight("dev");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(
    /^Config places dev in account 111122223333, but these credentials .* are of 999999999999\.$/m,
  );
  expect(standIn.calls()).toHaveLength(1);
});

test("prints the IAM policy that it needs", async () => {
  const { status, stdout } = await preflight("prod", "--policy");
  const { Statement } = JSON.parse(stdout);
  expect([status, standIn.calls()]).toEqual([0, []]);
  expect(Statement[0].Action).toEqual(
    expect.arrayContaining(["ec2:DescribeVpcs", "servicequotas:GetServiceQuota"]),
  );
  expect(Statement.slice(1).map(({ Sid }: { Sid: string }) => Sid)).toEqual([
    "ListStates",
    "ReadStates",
    "DecryptStates",
  ]);
  expect(await preflight("dev", "--timeout", "soon")).toMatchObject({ status: 2, stdout: "" });
});

test("a timeout names the option that allows more time", async () => {
  standIn.behave("sts get-caller-identity", "sleep 20");
  const { status, stderr } = await preflight("dev", "--timeout", "0.3");
  expect([status, stderr]).toEqual([2, expect.stringMatching(/ or give it more time with --timeout\.\n$/)]);
});

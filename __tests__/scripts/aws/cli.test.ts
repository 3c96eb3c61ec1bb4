import { z } from "zod";
import { AwsCli } from "../../../scripts/aws/cli";
import { AwsError } from "../../../scripts/aws/errors";
import { StandInCli } from "./support";

const call = { action: "ec2:DescribeVpcs", words: ["ec2", "describe-vpcs"] };
const shape = z.object({ Vpcs: z.array(z.unknown()) });
const before = { ...process.env };
let standIn: StandInCli;
beforeEach(() => {
  standIn = new StandInCli({ inProcess: false });
  Object.assign(process.env, standIn.env);
});
afterEach(() => {
  standIn.dispose();
  process.env.PATH = before.PATH;
});

const ask = (timeoutSeconds = 20) => new AwsCli({ region: "eu-west-1", timeoutSeconds }).ask(call, shape);

test("calls AWS as its user would, in the configured region", async () => {
  standIn.answer("ec2 describe-vpcs", { Vpcs: [{}] });
  expect(await ask()).toEqual({ Vpcs: [{}] });
  expect(standIn.calls()).toEqual([
    "ec2 describe-vpcs --output json --region eu-west-1 --cli-connect-timeout 6 --cli-read-timeout 6",
  ]);
});

test("repeats no call, and runs few at the same time", async () => {
  standIn.behave("ec2 describe-vpcs", 'sleep 0.1; echo end >> "$AWS_RECORD"; exit 0');
  const aws = new AwsCli({ region: "eu-west-1", timeoutSeconds: 20, atOnce: 2 });
  await Promise.all(["a", "a", "b", "c", "d"].map((word) => aws.read(call, word)));
  const steps = standIn.calls().map((line) => (line === "end" ? -1 : 1));
  const running = steps.map((_, index) =>
    steps.slice(0, index + 1).reduce<number>((sum, step) => sum + step, 0),
  );
  expect([steps.length, Math.max(...running)]).toEqual([8, 2]);
});

test.each([
  [
    "expired credentials",
    "An error occurred (ExpiredToken) when calling the X operation: x",
    /expired: run aws sso login/,
  ],
  [
    "an expired session of SSO",
    "Error when retrieving token from sso: Token has expired and refresh failed",
    /expired: run aws sso/,
  ],
  ["no session of SSO", "Error loading SSO Token: Token for x does not exist", /expired: run aws sso login/],
  [
    "no credentials",
    "Unable to locate credentials. You can configure credentials by running aws configure.",
    /AWS_PROFILE/,
  ],
  [
    "an unknown profile",
    "The config profile (x) could not be found",
    /profile that is not in ~\/\.aws\/config/,
  ],
  [
    "unknown keys",
    "An error occurred (InvalidClientTokenId) when calling the X operation: x",
    /does not know these/,
  ],
  [
    "no way to AWS",
    'Could not connect to the endpoint URL: "https://ec2"',
    /cannot be reached from here.*proxy/,
  ],
  [
    "throttling",
    "An error occurred (RequestLimitExceeded) when calling the X operation (reached max retries: 4): x",
    /throttles/,
  ],
  [
    "a denial",
    "An error occurred (UnauthorizedOperation) when calling the X operation: x",
    /has no permission for it/,
  ],
  [
    "a program that breaks",
    "Traceback (most recent call last):\n  x\nImportError: no module",
    /: ImportError: no module$/,
  ],
])("says what to do about %s", async (_, said, expected) => {
  standIn.behave("ec2 describe-vpcs", `cat >&2 <<'END'\n\n${said}\nEND\nexit 255`);
  const error = await ask().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AwsError);
  expect((error as AwsError).message).toMatch(expected);
  expect((error as AwsError).message).toContain("aws ec2 describe-vpcs: ");
  expect((error as AwsError).isDenied).toBe(said.includes("Unauthorized"));
});

test("waits no longer than its limit, also for child processes", async () => {
  standIn.behave("ec2 describe-vpcs", "sleep 20");
  const began = Date.now();
  await expect(ask(0.3)).rejects.toThrow(
    /^aws ec2 describe-vpcs had no answer within 0\.3 s\..* or run the command again later\.$/,
  );
  expect(Date.now() - began).toBeLessThan(10_000);
});

test("reports a missing program, and a response of another shape", async () => {
  standIn.behave("ec2 describe-vpcs", "echo value; exit 0");
  await expect(ask()).rejects.toThrow(/^aws ec2 describe-vpcs returned an answer of unknown form/);
  standIn.behave("ec2 describe-vpcs", "");
  standIn.answer("ec2 describe-vpcs", { Vpcs: "many" });
  await expect(ask()).rejects.toThrow(/^aws ec2 describe-vpcs returned an answer of unknown form/);
  process.env.PATH = "/nowhere";
  await expect(ask()).rejects.toThrow("The program aws was not found: install the AWS CLI, version 2.");
});

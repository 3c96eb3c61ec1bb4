import fs from "node:fs";
import { command } from "../../scripts/repair";
import { oneOf, shareOf } from "../support/effort";
import type { Said } from "../support/programs";
import { answerFile, DeployedEnvironment, refused } from "./support/deployed-environment";

let environment: DeployedEnvironment;
beforeAll(async () => {
  environment = await DeployedEnvironment.start();
  await repair();
});
afterAll(() => environment.stop());
beforeEach(() => {
  environment.instead = () => undefined;
  environment.deployments = [{ name: "metabase" }];
});

const repair = (...options: string[]) => environment.call(command, "test", "acme", ...options);
const right = {
  status: 0,
  stdout: "Database, roles and secret of acme are correct.\nThe rollout of acme/metabase is complete.\n",
  stderr: "",
};

/** An application with what the secret holds. */
async function work(): Promise<void> {
  const { harness, secretArn } = environment;
  await harness.as(harness.content({ secretArn }), (client) =>
    client.query("CREATE TABLE work (); DROP TABLE work"),
  );
}

/** Answers one call of AWS in place of what usually does. */
function answerInstead(call: string, said: Said): void {
  environment.instead = (words) => (words.join(" ").startsWith(`aws ${call} `) ? said : undefined);
}

const noAwsCli = {
  status: 2,
  stdout: "",
  stderr: "The program aws was not found: install the AWS CLI, version 2.\n",
};

async function withoutAwsCli<T>(call: () => Promise<T>): Promise<T> {
  const { PATH } = environment.standIns.env;
  fs.renameSync(`${PATH}/aws`, `${PATH}/not-aws`);
  try {
    return await call();
  } finally {
    fs.renameSync(`${PATH}/not-aws`, `${PATH}/aws`);
  }
}

describe("one call repairs, and the next changes nothing:", () => {
  const dropped = "DROP DATABASE acme WITH (FORCE)";
  const faults: [fault: string, statements: string[], sentence: string][] = [
    [
      "the secret's logins cannot log in",
      ["ALTER ROLE acme__a NOLOGIN", "ALTER ROLE acme__b NOLOGIN"],
      "Role acme__a could not log in.",
    ],
    [
      "PostgreSQL has another password",
      ["ALTER ROLE acme__a PASSWORD 'x'"],
      "The credentials in the secret did not work: PostgreSQL refused the login of acme__a.",
    ],
    ["there is no database", [dropped], "There was no database acme."],
    [
      "there are no roles",
      [dropped, "DROP ROLE acme__a, acme__b, acme__owner"],
      "There was no role acme__owner.",
    ],
    [
      "the database accepts no connection",
      ["ALTER DATABASE acme ALLOW_CONNECTIONS false"],
      "Database acme accepted no connections.",
    ],
  ];
  test.each(shareOf(faults, 0, 3))("%s", async (_fault, statements, sentence) => {
    for (const statement of statements) await environment.harness.postgres.asSuperuser(statement);
    const { status, stdout, stderr } = await repair();
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(`Repaired for acme: ${sentence}\n`);
    await work();
    const { harness, secretArn } = environment;
    const stages = harness.secrets.stages(secretArn);
    expect(await repair()).toEqual(right);
    expect(harness.secrets.stages(secretArn)).toEqual(stages);
    await work();
  });

  test("a repair writes an empty secret", async () => {
    const { harness, secretArn } = environment;
    harness.secrets.forget(secretArn);
    harness.secrets.create("acme-test-database-credentials", { Organization: "acme", Environment: "test" });
    expect(await repair()).toEqual({
      status: 0,
      stdout: "Repaired for acme: The secret had no value.\nThe rollout of acme/metabase is complete.\n",
      stderr: "",
    });
    await work();
    expect(await repair()).toEqual(right);
  });
});

test("the function is called by its ARN as configured, and no file remains", async () => {
  const { calls } = environment.standIns;
  calls.splice(0);
  await repair();
  const [invoked = ""] = calls.filter((call) => call.startsWith("aws lambda"));
  const [, payload = "", answer = ""] = /--payload fileb:\/\/(\S+) (\S+) /.exec(invoked) ?? [];
  expect(invoked).toBe(
    `aws lambda invoke --function-name arn:aws:lambda:eu-west-1:111122223333:function:test-database-credentials --payload fileb://${payload} ${answer} --output json --region eu-west-1 --cli-connect-timeout 200 --cli-read-timeout 200`,
  );
  expect([payload, answer].filter((file) => fs.existsSync(file))).toEqual([]);
  expect(calls.map((call) => call.split(" ").slice(0, 3).join(" "))).toEqual([
    "aws secretsmanager describe-secret",
    "aws secretsmanager describe-secret",
    "aws lambda invoke",
    "aws eks update-kubeconfig",
    expect.stringMatching(/^kubectl --kubeconfig /),
  ]);
});

describe("a rollout", () => {
  test("that failed is reported, although a plan shows no changes", async () => {
    environment.deployments = [{ name: "metabase", replicas: 4, updated: 1, failed: true }];
    const { status, stdout, stderr } = await repair();
    expect([status, stdout]).toEqual([
      1,
      "Database, roles and secret of acme are correct.\nacme/metabase is scaled to 4, and config says 1. To restore that: kubectl -n acme scale deployment metabase --replicas=1\n",
    ]);
    expect(stderr).toBe(
      [
        "The rollout of acme/metabase failed, although a plan may show no change: 4 of 4 pods of metabase are available, 1 run its current template. ReplicaSet has timed out progressing.",
        "To see the cause: kubectl -n acme describe pods -l app.kubernetes.io/name=metabase",
        "Pods that waited for the database or its secret start within minutes of a repair. Otherwise correct config, and deploy.",
        "",
      ].join("\n"),
    );
  });

  test("that continues is reported", async () => {
    environment.deployments = [{ name: "metabase", replicas: 4, updated: 1 }];
    const { status, stdout } = await repair();
    expect(status).toBe(0);
    expect(stdout).toContain(
      "The rollout of acme/metabase continues: 4 of 4 pods of metabase are available, 1 run",
    );
  });

  test("that never started is reported, with the command that starts it", async () => {
    environment.deployments = [];
    const { status, stderr } = await repair();
    expect([status, stderr]).toEqual([
      1,
      "There is no deployment acme/metabase. Create it by: npm run deploy -- test org-acme\n",
    ]);
  });

  const unreached: [why: string, program: string, said: string][] = [
    [
      "the cluster is not reached",
      "kubectl",
      "Unable to connect to the server: dial tcp 10.0.0.1:443: i/o timeout",
    ],
    [
      "AWS names no cluster",
      "aws eks",
      "An error occurred (AccessDeniedException) when calling the DescribeCluster operation: no",
    ],
  ];
  test.each(oneOf(unreached))(
    "whose state is unknown, because of %s, hides no repair",
    async (_case, program, said) => {
      environment.instead = (words) =>
        words.join(" ").startsWith(program) ? { status: 1, stderr: `${said}\n` } : undefined;
      const { status, stdout, stderr } = await repair();
      expect([status, stdout]).toEqual([1, "Database, roles and secret of acme are correct.\n"]);
      expect(stderr).toContain(`${said}\nRollouts were not checked; --database-only omits them.\n`);
      expect((await repair("--database-only")).status).toBe(0);
    },
  );
});

describe("where the function fails, the command prints the reason and a fix:", () => {
  const name = "test-database-credentials";
  const uncalled: [what: string, said: Said, message: RegExp][] = [
    [
      "not allowed",
      refused("AccessDeniedException", "Invoke"),
      /It needs credentials of account 111122223333 with lambda:InvokeFunction on test-database-credentials/,
    ],
    [
      "no function",
      refused("ResourceNotFoundException", "Invoke"),
      /There is no function test-database-credentials in account 111122223333, eu-west-1\. Create it by: npm run deploy -- test database/,
    ],
    [
      "throttled",
      refused("TooManyRequestsException", "Invoke", "Rate Exceeded."),
      /The function was not invoked: test-database-credentials is busy with other organizations\. Run this again in a minute\. If that does not help, it may have been stopped: docs\/monitoring\.md#throttles\./,
    ],
    [
      "no answer in time",
      { status: 255, stderr: '\nRead timeout on endpoint URL: "https://lambda"\n' },
      /There was no answer within 200 seconds\. Run this again: completed steps of test-database-credentials stay done/,
    ],
    [
      "no credentials",
      {
        status: 253,
        stderr: 'Unable to locate credentials. You can configure credentials by running "aws configure".\n',
      },
      /Unable to locate credentials.*\nThe function was not invoked/,
    ],
  ];
  test.each(shareOf(uncalled, 0, 2))("%s", async (_case, said, message) => {
    answerInstead("lambda invoke", said);
    const { status, stdout, stderr } = await repair();
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/aws lambda invoke: /);
  });

  const answered: [what: string, answer: string | object, message: string, code: number][] = [
    [
      "an answer that is none",
      "",
      `${name} answered in a form that this version does not understand: nothing. Deploy the version of this command: npm run deploy -- test database`,
      2,
    ],
    [
      "an answer of another version",
      '{"mended":1}',
      'does not understand: {"mended":1}. Deploy the version',
      2,
    ],
    [
      "a function that does not know the request",
      { errorMessage: "Not a valid event: no task repair" },
      `${name} does not know this request: Not a valid event: no task repair\nDeploy the version of this command: npm run deploy -- test database`,
      2,
    ],
    [
      "a refusal",
      { errorType: "RefusedError", errorMessage: "Role acme__owner exists" },
      `${name}: Role acme__owner exists\nIts log is /aws/lambda/${name}.\n`,
      1,
    ],
    [
      "an end by Lambda",
      { errorMessage: "2026-11-26 Task timed out after 180.00 seconds" },
      `${name}: 2026-11-26 Task timed out after 180.00 seconds\n`,
      1,
    ],
  ];
  test.each(shareOf(answered, 0, 3))("%s", async (_case, answer, message, code) => {
    environment.instead = (words) => {
      if (words[1] !== "lambda") return undefined;
      fs.writeFileSync(answerFile(words), typeof answer === "string" ? answer : JSON.stringify(answer));
      return {
        stdout:
          typeof answer === "string"
            ? '{"StatusCode":200}'
            : '{"StatusCode":200,"FunctionError":"Unhandled"}',
      };
    };
    const { status, stderr } = await repair();
    expect([status, stderr]).toEqual([code, expect.stringContaining(message)]);
  });

  test("what the function itself refuses", async () => {
    await environment.harness.postgres.asSuperuser("ALTER DATABASE acme OWNER TO rdsadmin");
    const { status, stdout, stderr } = await repair();
    await environment.harness.postgres.asSuperuser("ALTER DATABASE acme OWNER TO acme__owner");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(`${name}: Database acme exists and belongs to rdsadmin, not to acme__owner.`);
  });

  test("no AWS CLI", async () => {
    expect(await withoutAwsCli(repair)).toEqual(noAwsCli);
  });
});

describe("without an organization argument, all organizations of the environment", () => {
  const all = () => environment.call(command, "test", "--database-only");
  const globexIsMissing =
    "There is no secret globex-test-database-credentials: nothing was repaired. Create it by: npm run deploy -- test org-globex\n";

  test("have today's passwords after a restore", async () => {
    const { harness, secretArn } = environment;
    const snapshot = await harness.postgres.snapshot();
    await harness.rotate({ secretArn });
    await harness.postgres.restore(snapshot);
    await expect(work()).rejects.toThrow(/password authentication failed/);
    const { stdout } = await all();
    expect(stdout).toMatch(/^Repaired for acme: The credentials in the secret did not work: .*\n$/);
    await work();
    expect(await all()).toEqual({
      status: 1,
      stdout: "Database, roles and secret of acme are correct.\n",
      stderr: globexIsMissing,
    });
  });

  test("are each repaired, even if another one fails", async () => {
    environment.instead = (words) =>
      words.includes("acme-test-database-credentials")
        ? refused("AccessDeniedException", "Describe")
        : undefined;
    const { status, stderr } = await all();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(/^acme: This principal has no permission for it\..*\n/),
    ]);
    expect(stderr).toContain(globexIsMissing);
  });

  test("fail once if the cause is common to all", async () =>
    expect(await withoutAwsCli(all)).toEqual(noAwsCli));
});

test("an environment that is deployed again gets commands for all organizations, also after an apply that failed", async () => {
  const { folder, harness, secretArn, keyArn } = environment;
  const globexName = "globex-test-database-credentials";
  const globexArn = harness.secrets.create(globexName, { Organization: "globex", Environment: "test" });
  const ownName = "globex-test-app-miniflux-settings";
  const ownArn = harness.secrets.create(ownName, {});
  for (const arn of [keyArn, globexArn, ownArn]) harness.secrets.delete(arn);
  await folder.call(["test"]);
  const addressesIn = (stack: string) => {
    const { resource } = JSON.parse(folder.output().get(`stacks/${stack}/cdk.tf.json`) ?? "");
    const secrets: Record<string, { name: string }> = resource.aws_secretsmanager_secret;
    const secret = (name: string) => Object.keys(secrets).find((id) => secrets[id]?.name === name);
    return { key: Object.keys(resource.aws_kms_key)[0], secret };
  };
  const [acme, globex] = [addressesIn("test-org-acme"), addressesIn("test-org-globex")];
  const made = (type: string, name: string | undefined, id: string) => ({
    ...{ mode: "managed", type, name, instances: [{ attributes: { id } }] },
  });
  // Without deletion protection the name of this secret is free at once, and that of the encryption key is not.
  const credentials = "acme-test-database-credentials";
  const secretMade = made("aws_secretsmanager_secret", acme.secret(credentials), secretArn);
  const write = (...resources: object[]) =>
    folder.write("state/test-org-acme.tfstate", JSON.stringify({ resources }));
  const call = () => environment.call(command, "test", "--database-only");
  const region = "--region eu-west-1";
  const [ofAcme, ofGlobex] = ["acme", "globex"].map(
    (name) => `terraform -chdir=cdktf.out/stacks/test-org-${name}`,
  );
  const encryptionKey = "acme-test-metabase-encryption-key";

  write(made("aws_kms_key", acme.key, "new"), secretMade);
  const { status, stdout } = await call();
  expect([status, stdout.trim().split("\n")]).toEqual([
    1,
    [
      `aws kms cancel-key-deletion ${region} --key-id 1234abcd`,
      `aws kms enable-key ${region} --key-id 1234abcd`,
      `aws secretsmanager restore-secret ${region} --secret-id ${encryptionKey}`,
      `aws secretsmanager delete-resource-policy ${region} --secret-id ${credentials}`,
      `${ofAcme} init`,
      `${ofAcme} state rm aws_kms_key.${acme.key}`,
      `${ofAcme} import aws_kms_key.${acme.key} 1234abcd`,
      `${ofAcme} import aws_secretsmanager_secret.${acme.secret(encryptionKey)} ${keyArn}`,
      "npm run deploy -- test org-acme",
      `aws kms schedule-key-deletion ${region} --key-id new`,
      `aws kms cancel-key-deletion ${region} --key-id 1234abcd`,
      `aws kms enable-key ${region} --key-id 1234abcd`,
      `aws secretsmanager restore-secret ${region} --secret-id ${globexName}`,
      `aws secretsmanager restore-secret ${region} --secret-id ${ownName}`,
      `${ofGlobex} init`,
      `${ofGlobex} import aws_kms_key.${globex.key} 1234abcd`,
      `${ofGlobex} import aws_secretsmanager_secret.${globex.secret(globexName)} ${globexArn}`,
      `${ofGlobex} import aws_secretsmanager_secret.${globex.secret(ownName)} ${ownArn}`,
      "npm run deploy -- test org-globex",
    ],
  ]);

  // Commands that were run are not printed again.
  write(made("aws_kms_key", acme.key, "1234abcd"), secretMade);
  expect((await call()).stdout).not.toMatch(
    /state rm|delete-resource-policy|schedule|import aws_kms_key\S+acme/,
  );

  // What is right of one organization is no command among those of another.
  harness.secrets.restore(keyArn);
  expect((await call()).stdout).toMatch(
    /^# Database, roles and secret of acme are correct\.\naws kms cancel/,
  );
  for (const folderName of ["state", "cdktf.out"]) folder.remove(folderName);
  for (const arn of [globexArn, ownArn]) harness.secrets.forget(arn);
});

test("an organization with an instance of its own is repaired by the function beside that", async () => {
  const { folder, standIns } = environment;
  const text =
    "isolation: instance\napplications:\n  - {kind: container, name: api, image: registry.example.com/api:1}\n";
  folder.write("config/test/organizations/initech.yaml", text);
  // Its one node has no room for a third.
  folder.remove("config/test/organizations/globex.yaml");
  environment.instead = ([, service, operation]) => {
    if (operation === "describe-secret") {
      const ARN =
        "arn:aws:secretsmanager:eu-west-1:111122223333:secret:initech-test-database-credentials-AbCdEf";
      return { stdout: JSON.stringify({ ARN }) };
    }
    return service === "lambda" ? refused("ResourceNotFoundException", "Invoke") : undefined;
  };
  standIns.calls.splice(0);
  const { status, stderr } = await environment.call(command, "test", "initech");
  folder.remove("config/test/organizations/initech.yaml");
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(
      /There is no function test-credentials-initech .*\. Create it by: npm run deploy -- test org-initech\n$/,
    ),
  ]);
  expect(standIns.calls.at(-1)).toContain(":function:test-credentials-initech ");
});

describe("a secret", () => {
  const describe = "secretsmanager describe-secret";

  test("that may not be described is reported as such", async () => {
    answerInstead(describe, refused("AccessDeniedException", "DescribeSecret", "not authorized"));
    const { status, stderr } = await repair();
    expect([status, stderr]).toEqual([
      2,
      "This principal has no permission for it. aws secretsmanager describe-secret: An error occurred (AccessDeniedException) when calling the DescribeSecret operation: not authorized\n",
    ]);
  });

  test("of another account is refused, and nothing is repaired", async () => {
    const ARN = "arn:aws:secretsmanager:eu-west-1:999988887777:secret:acme-test-database-credentials-AbCdEf";
    answerInstead(describe, { stdout: JSON.stringify({ ARN }) });
    const { status, stderr } = await repair();
    expect([status, stderr]).toEqual([
      2,
      "These credentials are of account 999988887777, but config places test in 111122223333. Use credentials of 111122223333. Nothing was repaired.\n",
    ]);
  });

  test("that does not exist is reported, with the command that creates it", async () => {
    answerInstead(describe, refused("ResourceNotFoundException", "DescribeSecret"));
    const { status, stderr } = await repair();
    expect([status, stderr]).toEqual([
      1,
      expect.stringMatching(
        /^There is no secret acme-test-database-credentials, acme-test-metabase-encryption-key: nothing was repaired\. Create it by: npm run deploy -- test org-acme\n/,
      ),
    ]);
  });

  test("that was deleted is restored by printed commands with the stack's names", async () => {
    const { folder, harness, secretArn, keyArn } = environment;
    const both = [secretArn, keyArn];
    for (const arn of both) harness.secrets.delete(arn);
    const early = await repair();
    expect([early.status, early.stdout]).toEqual([2, ""]);
    expect(early.stderr).toMatch(
      /test-org-acme\/cdk\.tf\.json does not exist.*Run npm start, then this again\.\n$/,
    );
    await folder.call(["test"]);
    const { status, stdout, stderr } = await repair();
    for (const arn of both) harness.secrets.restore(arn);
    expect([status, stderr]).toEqual([
      1,
      "acme-test-database-credentials, acme-test-metabase-encryption-key: deleted, and can be restored. Nothing was repaired. If test-org-acme was destroyed, run these commands, then this one again; if it was not, run only those of secretsmanager.\n",
    ]);
    const stack = JSON.parse(folder.output().get("stacks/test-org-acme/cdk.tf.json") ?? "");
    const [key = ""] = Object.keys(stack.resource.aws_kms_key);
    const addressOf = (name: string) =>
      Object.keys(stack.resource.aws_secretsmanager_secret).find(
        (id) => stack.resource.aws_secretsmanager_secret[id].name === name,
      );
    const imported = "terraform -chdir=cdktf.out/stacks/test-org-acme import";
    expect(stdout.trim().split("\n")).toEqual([
      "aws kms cancel-key-deletion --region eu-west-1 --key-id 1234abcd",
      "aws kms enable-key --region eu-west-1 --key-id 1234abcd",
      "aws secretsmanager restore-secret --region eu-west-1 --secret-id acme-test-database-credentials",
      "aws secretsmanager restore-secret --region eu-west-1 --secret-id acme-test-metabase-encryption-key",
      "terraform -chdir=cdktf.out/stacks/test-org-acme init",
      `${imported} aws_kms_key.${key} 1234abcd`,
      `${imported} aws_secretsmanager_secret.${addressOf("acme-test-database-credentials")} ${secretArn}`,
      `${imported} aws_secretsmanager_secret.${addressOf("acme-test-metabase-encryption-key")} ${keyArn}`,
      "npm run deploy -- test org-acme",
    ]);
  });
});

import { spawn } from "node:child_process";
import http from "node:http";
import { credentialsCode } from "../../../src/database/credentials-function";
import { listening } from "../../support/listening";
import { deploy } from "../support/deploy";

/** Runs the bundled function once, as Lambda would, with one event; where it called Secrets Manager. */
async function invoke(event: unknown): Promise<{ calls: string[]; output: string; errors: string }> {
  const folder = deploy(credentialsCode("eu-west-1"));
  const calls: string[] = [];
  const endpoint = http.createServer((request, response) => {
    calls.push(String(request.headers["x-amz-target"]));
    response
      .writeHead(400, { "content-type": "application/x-amz-json-1.1" })
      .end(JSON.stringify({ __type: "AccessDeniedException", message: "not allowed" }));
  });
  try {
    const port = await listening(endpoint);
    const program = `require("./index.js").handler(${JSON.stringify(event)}).catch((e) => console.log(e.message))`;
    const child = spawn(process.execPath, ["-e", program], {
      cwd: folder,
      env: {
        AWS_REGION: "eu-west-1",
        AWS_LAMBDA_FUNCTION_NAME: "test-database-credentials",
        AWS_ACCESS_KEY_ID: "test",
        AWS_SECRET_ACCESS_KEY: "test",
        ENVIRONMENT_NAME: "test",
        DATABASE_HOST: "localhost",
        CLIENT_HOST: "localhost",
        DATABASE_PORT: "1",
        MASTER_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-x",
        SHARED_DATABASE_NAME: "organizations",
        AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${port}`,
      },
    });
    const output: string[] = [];
    const errors: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => output.push(String(data)));
    child.stderr.on("data", (data) => errors.push(String(data)));
    await new Promise((resolve) => child.on("close", resolve));
    return { calls, output: output.join(""), errors: errors.join("") };
  } finally {
    await new Promise((resolve) => endpoint.close(resolve));
  }
}

test("the deployed function calls Secrets Manager at the endpoint that its variable names", async () => {
  const secret = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme-test-database-credentials-AbCdEf";
  const { calls, output } = await invoke({ SecretId: secret, ClientRequestToken: "1", Step: "createSecret" });
  expect(calls).toEqual(["secretsmanager.DescribeSecret"]);
  expect(output).toContain("not allowed");
});

test("the deployed function reports the error of an invalid event", async () => {
  const { calls, output, errors } = await invoke({ check: "something" });
  expect(calls).toEqual([]);
  // Lambda gives what comes by console.error the level ERROR, and Node.js writes it here.
  expect(errors).toContain('"level":"ERROR","message":"Failed"');
  expect(output).toContain('Not a valid event: ✖ Invalid input: expected "credential-age"');
});

import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { assumeRole } from "../../../pod-src/connection-check/token";
import { listening, portOf } from "../../support/listening";

describe("the role of the pod", () => {
  const tokenFile = path.join(fs.mkdtempSync(path.join(os.tmpdir(), "token-")), "token");
  const variables = {
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/test-org-acme",
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
  };
  let answer: { status: number; body: unknown };
  const bodies: string[] = [];
  const sts = http.createServer(async (request, response) => {
    for await (const chunk of request) bodies.push(String(chunk));
    const { status, body } = answer;
    response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
  });
  const assume = (given: Record<string, string> = variables) =>
    assumeRole(given, "eu-west-1", 2_000, `http://127.0.0.1:${sts.listening ? portOf(sts) : 1}/`);

  beforeAll(async () => {
    fs.writeFileSync(tokenFile, "a web identity");
    await listening(sts);
  });
  afterAll(() => {
    sts.close();
    fs.rmSync(path.dirname(tokenFile), { recursive: true });
  });

  test("is assumed with the token of its service account", async () => {
    const credentials = { AccessKeyId: "A", SecretAccessKey: "B", SessionToken: "C" };
    answer = {
      status: 200,
      body: {
        AssumeRoleWithWebIdentityResponse: {
          AssumeRoleWithWebIdentityResult: { Credentials: credentials },
        },
      },
    };
    expect(await assume()).toEqual({ accessKeyId: "A", secretAccessKey: "B", sessionToken: "C" });
    expect(Object.fromEntries(new URLSearchParams(bodies.at(-1)))).toEqual({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: variables.AWS_ROLE_ARN,
      RoleSessionName: "connection-check",
      WebIdentityToken: "a web identity",
    });
  });

  test("is refused with STS's own message, without the token", async () => {
    answer = { status: 403, body: { Error: { Code: "AccessDenied", Message: "a web identity" } } };
    await expect(assume()).rejects.toThrow(/^STS refuses the role: AccessDenied$/);
  });

  test("is not assumed if STS does not answer", async () => {
    await expect(assumeRole(variables, "eu-west-1", 2_000, "http://127.0.0.1:1/")).rejects.toThrow(
      /^STS cannot be reached \(/,
    );
  });

  test.each(["", "<html>Please log in</html>"])(
    "is not assumed if the response is not from STS (%j)",
    async (body) => {
      answer = { status: 200, body };
      await expect(assume()).rejects.toThrow(
        /^STS cannot be reached: the server that answers is not STS \(200\)$/,
      );
    },
  );

  test("needs the variables that EKS sets in pods with a role", async () => {
    await expect(assume({})).rejects.toThrow("AWS_ROLE_ARN is not set");
  });
});

import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { databaseToken } from "../../../lambda-src/database-credentials/token";

const keys = {
  accessKeyId: "ASIAEXAMPLE",
  secretAccessKey: "a/secret+key",
  sessionToken: "a+session/token==",
};
const login = {
  host: "dev-shared.abc.eu-west-1.rds.amazonaws.com",
  port: 5432,
  username: "acme__iam",
  region: "eu-west-1",
};

/** The SDK's signer, of which its types show less. */
interface Presigner {
  presign(
    request: Record<string, unknown>,
    options: Record<string, unknown>,
  ): Promise<{ query: Record<string, string> }>;
}

describe("the token of an IAM login", () => {
  test("is what the AWS SDK signs", async () => {
    const now = new Date("2026-02-03T04:05:06.789Z");
    const client = new SecretsManagerClient({ region: login.region, credentials: keys });
    const signer = (await client.config.signer({
      name: "sigv4",
      signingName: "rds-db",
      signingRegion: login.region,
      properties: {},
    })) as unknown as Presigner;
    const hostname = `${login.host}:${login.port}`;
    const signed = await signer.presign(
      {
        method: "GET",
        protocol: "https:",
        hostname,
        path: "/",
        query: { Action: "connect", DBUser: login.username },
        headers: { host: hostname },
      },
      { expiresIn: 900, signingDate: now },
    );
    const [address = "", query] = databaseToken(login, keys, now).split("?");
    expect(address).toBe(`${hostname}/`);
    expect(Object.fromEntries(new URLSearchParams(query))).toEqual(signed.query);
  });
});

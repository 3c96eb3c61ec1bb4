import fs from "node:fs";
import type { RoleKeys } from "../../lambda-src/database-credentials/token";

/** Exchanges a token of the pod's service account at STS for temporary credentials of its role. */
export async function assumeRole(
  variables: Readonly<Record<string, string | undefined>>,
  region: string,
  timeout: number,
  endpoint = `https://sts.${region}.amazonaws.com/`,
): Promise<RoleKeys> {
  const { AWS_ROLE_ARN: role, AWS_WEB_IDENTITY_TOKEN_FILE: file } = variables;
  if (!role || !file) throw new Error("the pod has no token for AWS: AWS_ROLE_ARN is not set");
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: role,
      RoleSessionName: "connection-check",
      WebIdentityToken: fs.readFileSync(file, "utf8"),
    }),
    signal: AbortSignal.timeout(timeout),
  }).catch((error) => {
    throw new Error(`STS cannot be reached (${error.cause?.code ?? error.name})`);
  });
  const answer = (await response.json().catch(() => {
    throw new Error(`STS cannot be reached: the server that answers is not STS (${response.status})`);
  })) as StsAnswer;
  const keys = answer.AssumeRoleWithWebIdentityResponse?.AssumeRoleWithWebIdentityResult.Credentials;
  if (!keys) throw new Error(`STS refuses the role: ${answer.Error?.Code ?? response.status}`);
  return {
    accessKeyId: keys.AccessKeyId,
    secretAccessKey: keys.SecretAccessKey,
    sessionToken: keys.SessionToken,
  };
}

/** Response of https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html */
interface StsAnswer {
  readonly AssumeRoleWithWebIdentityResponse?: {
    readonly AssumeRoleWithWebIdentityResult: {
      readonly Credentials: {
        readonly AccessKeyId: string;
        readonly SecretAccessKey: string;
        readonly SessionToken: string;
      };
    };
  };
  readonly Error?: { readonly Code: string };
}

import { createHash, createHmac } from "node:crypto";

/** Temporary credentials of a role. */
export interface RoleKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface TokenRequest {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly region: string;
}

const validSeconds = 900;

/**
 * The password of an IAM login: a presigned URL. Implemented here, because the AWS SDK's signer would make the
 * connection check, which shares this file, four times as long: `kubectl apply` stores a copy of a ConfigMap in an
 * annotation, which is limited to 256 KiB.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function databaseToken(
  { host, port, username, region }: TokenRequest,
  { accessKeyId, secretAccessKey, sessionToken }: RoleKeys,
  now: Date,
): string {
  const time = now.toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = [time.slice(0, 8), region, "rds-db", "aws4_request"];
  // Sorted by name, as the signature requires.
  const query = Object.entries({
    Action: "connect",
    DBUser: username,
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": [accessKeyId, ...scope].join("/"),
    "X-Amz-Date": time,
    "X-Amz-Expires": String(validSeconds),
    "X-Amz-Security-Token": sessionToken,
    "X-Amz-SignedHeaders": "host",
  })
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join("&");
  const canonical = ["GET", "/", query, `host:${host}:${port}`, "", "host", sha256("")].join("\n");
  const text = ["AWS4-HMAC-SHA256", time, scope.join("/"), sha256(canonical)].join("\n");
  const key = scope.reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
  return `${host}:${port}/?${query}&X-Amz-Signature=${hmac(key, text).toString("hex")}`;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

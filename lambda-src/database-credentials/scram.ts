import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";
import type { Password } from "./password";

/**
 * PostgreSQL's default. More iterations would slow down every login without a benefit, since the passwords are random.
 */
const iterations = 4096;

/**
 * The verifier that PostgreSQL stores instead of a password (RFC 5803). `ALTER ROLE ... PASSWORD` accepts it in place
 * of the password, which so never occurs in a statement that the server may log.
 * https://www.postgresql.org/docs/17/catalog-pg-authid.html
 */
export function scramVerifier(password: Password, salt: Buffer = randomBytes(16)): string {
  const text = password.reveal();
  // Other characters would need SASLprep, or clients would compute a different verifier.
  if (!/^[\x20-\x7e]+$/.test(text)) throw new Error("a password must consist of printable ASCII characters");
  const salted = pbkdf2Sync(text, salt, iterations, 32, "sha256");
  const key = (name: string) => createHmac("sha256", salted).update(name).digest();
  const storedKey = createHash("sha256").update(key("Client Key")).digest();
  const encoded = [salt, storedKey, key("Server Key")].map((bytes) => bytes.toString("base64"));
  return `SCRAM-SHA-256$${iterations}:${encoded[0]}$${encoded[1]}:${encoded[2]}`;
}

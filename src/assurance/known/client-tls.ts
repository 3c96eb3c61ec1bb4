/**
 * Settings by which drivers of PostgreSQL and other databases disable verification, in URLs, options, JSON and
 * commands.
 */
const refusals: readonly RegExp[] = [
  /(\b|PG)ssl[ _-]?mode["']?\s*[=:]\s*["']?(?!verify-?full\b)([\w-]+)/i,
  /\b(ssl|useSSL|encrypt|requireSSL)["']?\s*[=:]\s*["']?(false|0|no|off|disable|optional)\b/i,
  /\b(rejectUnauthorized|verifyServerCertificate|sslverify|check_hostname)["']?\s*[=:]\s*["']?(false|0)\b/i,
  /\btrust ?server ?certificate\s*=\s*(true|yes|1)\b/i,
  /\bsslaccept=(?!strict\b)\w+/i,
  /-Djavax\.net\.ssl\.\w+|-java ?agent\b|-agent(lib|path)\b|\btrustStore\b/i,
  /\bNonValidatingFactory\b|\bsslhostnameverifier=|--insecure\b|--no-verify\b/i,
];

/** Variables that disable verification for a whole process, with the value that does not. */
const switches: Readonly<Record<string, RegExp>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^1$/,
  PGREQUIRESSL: /^1$/,
  PGSSLMODE: /^verify-full$/,
  PGSSLNEGOTIATION: /^(postgres|direct)$/,
  PYTHONHTTPSVERIFY: /^1$/,
};

/** Names of variables by which images configure TLS of their database connection. */
const choice =
  /(^|_)(\w*DB|DATA(BASE|SOURCE)|POSTGRES(QL)?|PG|\w*SQL|TYPEORM|ORM|SEQUELIZE|PRISMA)(_\w+)?_?(SSL|TLS)(_|MODE|$)|(^|_)SSL_?MODE$/i;

/** Values of these variables that leave the server unverified. */
const lax = /^(false|0|no|off|none|disabled?|allow|optional|prefer(red)?|required?|verify-ca|no-verify)$/i;
const doesWithout = /INSECURE|SKIP|TRUST|ALLOW|NO_?VERIFY/i;

/** Whether a variable of an image leaves the server unverified. */
const isLax = (name: string, value: string): boolean =>
  choice.test(name) && (doesWithout.test(name) ? /^(true|1|yes|on)$/i : lax).test(value.trim());

/** Settings by which drivers verify certificate and host name. */
const demands: readonly RegExp[] = [
  /\bssl ?mode\s*=\s*verify-?full\b/i,
  /\bssl=verify-full\b/i,
  /\bsslaccept=strict\b/i,
  /\bencrypt=(true|strict)\b/i,
];

/** Settings that specify the trusted CA certificates. */
const authorities: readonly RegExp[] = [
  /\bsslrootcert=([^&;\s]+)/i,
  /\broot certificate=([^;]+)/i,
  /\bsslcert=([^&;\s]+)/i,
];

/** Variables with the path of such a file. */
const authorityVariables: readonly string[] = ["NODE_EXTRA_CA_CERTS", "PGSSLROOTCERT", "SSL_CERT_FILE"];

/** Names of variables that configure verification for any client: their values must be known. */
const deciding = /^PGSSL|^NODE_(TLS|OPTIONS|EXTRA)|SSL_?MODE/i;

/** Names of variables that configure the address of one client. */
const address = /(^|_)(UR[IL]|DSN)$|CONNECTION_STRING/i;

/** Whether a variable, by its name, contains only an address. */
export const isAddress = (name: string): boolean => address.test(name) && !deciding.test(name);

/** PostgreSQL URLs by their scheme, for any driver, and URLs with the address of the organization's database. */
const url = /\b(postgres(ql)?|pgsql|postgis|ecto|jdbc:\w+)(\+\w+)?:\/\/|:\/\/\S*\$\(DB_HOST\)/i;

/** Source: https://www.npgsql.org/doc/connection-string-parameters.html */
const connectionString = /(^|;)\s*(host|server)\s*=[^;]+;.*\b(database|user ?(name|id))\s*=/i;

/**
 * A URL for engines of Prisma up to version 6. They treat every mode except for `require` and `disable` like `prefer`,
 * including `verify-full`, and continue in plain text if a server requests it:
 * https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs
 */
const ofPrisma = /\bpostgres(ql)?:\/\/.*\bsslaccept=/i;

/** Effect of one variable, or of one word of a command, on verification. */
export interface Statement {
  /** Reason for which something is not verified. */
  readonly weak?: string;
  readonly verifies: boolean;
  /** File with the trusted CA certificates. */
  readonly authority?: string;
}

/** @param value undefined if it is not a text of the configuration */
export function saysAboutTls(name: string, value: string | undefined): Statement {
  if (value === undefined)
    return {
      verifies: false,
      ...((deciding.test(name) || address.test(name)) && { weak: `${name} comes from elsewhere` }),
    };
  if (ofPrisma.test(value)) return saysToPrisma(name, value);
  const weak = refusals.map((one) => one.exec(value)?.[0]).find((found) => found !== undefined);
  const isOff = switches[name]?.test(value) === false || (!(name in switches) && isLax(name, value));
  const verifies = name === "PGSSLMODE" ? !isOff : demands.some((one) => one.test(value));
  const file = authorityVariables.includes(name)
    ? value
    : authorities.map((one) => one.exec(value)?.[1]).find((found) => found !== undefined);
  const reason = isOff
    ? `${name}=${value}`
    : (weak ?? (isBare(value) ? `${name} does not say verify-full` : undefined));
  return {
    verifies,
    ...(reason !== undefined && { weak: reason }),
    ...(file !== undefined && { authority: file }),
  };
}

function saysToPrisma(name: string, value: string): Statement {
  const all = (word: string) =>
    [...value.matchAll(new RegExp(`\\b${word}=([^&]*)`, "gi"))].map(([, one]) => one);
  const [modes, accepted] = [all("sslmode"), all("sslaccept")];
  const verifies =
    modes.length > 0 &&
    modes.every((mode) => mode === "require") &&
    accepted.every((mode) => mode === "strict");
  const [file] = all("sslcert");
  return {
    verifies,
    ...(!verifies && { weak: `the URL in ${name} does not say sslmode=require and sslaccept=strict` }),
    ...(file !== undefined && { authority: file }),
  };
}

/** A PostgreSQL URL or a .NET connection string without a TLS mode. node-postgres verifies with `ssl=true`. */
const isBare = (value: string): boolean =>
  (url.test(value) || connectionString.test(value)) &&
  !demands.some((one) => one.test(value)) &&
  !/\bssl=true\b/i.test(value);

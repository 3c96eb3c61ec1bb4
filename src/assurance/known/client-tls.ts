/** How drivers of PostgreSQL and other databases are told not to verify whom they talk to, in URLs, options, JSON and commands. */
const refusals: readonly RegExp[] = [
  /(\b|PG)ssl[ _-]?mode["']?\s*[=:]\s*["']?(?!verify-?full\b)([\w-]+)/i,
  /\b(ssl|useSSL|encrypt|requireSSL)["']?\s*[=:]\s*["']?(false|0|no|off|disable|optional)\b/i,
  /\b(rejectUnauthorized|verifyServerCertificate|sslverify|check_hostname)["']?\s*[=:]\s*["']?(false|0)\b/i,
  /\btrust ?server ?certificate\s*=\s*(true|yes|1)\b/i,
  /\bsslaccept=(?!strict\b)\w+/i,
  /-Djavax\.net\.ssl\.\w+|-java ?agent\b|-agent(lib|path)\b|\btrustStore\b/i,
  /\bNonValidatingFactory\b|\bsslhostnameverifier=|--insecure\b|--no-verify\b/i,
];

/** Variables that switch verification off for a whole process, and the value with which they do not. */
const switches: Readonly<Record<string, RegExp>> = {
  NODE_TLS_REJECT_UNAUTHORIZED: /^1$/,
  PGREQUIRESSL: /^1$/,
  PGSSLMODE: /^verify-full$/,
  PGSSLNEGOTIATION: /^(postgres|direct)$/,
  PYTHONHTTPSVERIFY: /^1$/,
};

/** Names of variables by which images, each in words of its own, choose how they talk to their database. */
const choice =
  /(^|_)(\w*DB|DATA(BASE|SOURCE)|POSTGRES(QL)?|PG|\w*SQL|TYPEORM|ORM|SEQUELIZE|PRISMA)(_\w+)?_?(SSL|TLS)(_|MODE|$)|(^|_)SSL_?MODE$/i;

/** Values of these that leave the server unverified, and of those that are about doing without. */
const lax = /^(false|0|no|off|none|disabled?|allow|optional|prefer(red)?|required?|verify-ca|no-verify)$/i;
const doesWithout = /INSECURE|SKIP|TRUST|ALLOW|NO_?VERIFY/i;

/** Whether a variable of an image's own leaves the server unverified. */
const isLax = (name: string, value: string): boolean =>
  choice.test(name) && (doesWithout.test(name) ? /^(true|1|yes|on)$/i : lax).test(value.trim());

/** How drivers are told to verify certificate and name. */
const demands: readonly RegExp[] = [
  /\bssl ?mode\s*=\s*verify-?full\b/i,
  /\bssl=verify-full\b/i,
  /\bsslaccept=strict\b/i,
  /\bencrypt=(true|strict)\b/i,
];

/** How they are told which certificates to trust. */
const authorities: readonly RegExp[] = [
  /\bsslrootcert=([^&;\s]+)/i,
  /\broot certificate=([^;]+)/i,
  /\bsslcert=([^&;\s]+)/i,
];

/** Variables that name such a file. */
const authorityVariables: readonly string[] = ["NODE_EXTRA_CA_CERTS", "PGSSLROOTCERT", "SSL_CERT_FILE"];

/** Names of variables that decide how any client verifies: their values have to be known. */
const deciding = /^PGSSL|^NODE_(TLS|OPTIONS|EXTRA)|SSL_?MODE/i;

/** The same for one client, where it connects to. */
const address = /(^|_)(UR[IL]|DSN)$|CONNECTION_STRING/i;

/** Whether a variable holds, by its name, nothing but the address of something. */
export const isAddress = (name: string): boolean => address.test(name) && !deciding.test(name);

/** URLs of PostgreSQL by their scheme, whatever driver it names, and those that lead to the organization's database. */
const url = /\b(postgres(ql)?|pgsql|postgis|ecto|jdbc:\w+)(\+\w+)?:\/\/|:\/\/\S*\$\(DB_HOST\)/i;

/** https://www.npgsql.org/doc/connection-string-parameters.html */
const connectionString = /(^|;)\s*(host|server)\s*=[^;]+;.*\b(database|user ?(name|id))\s*=/i;

/**
 * A URL for engines of Prisma up to version 6. They take every mode but `require` and `disable` for `prefer`, `verify-full` too,
 * and that goes on in plain text where a server says so:
 * https://github.com/prisma/prisma-engines/blob/main/quaint/src/connector/postgres/url.rs
 */
const ofPrisma = /\bpostgres(ql)?:\/\/.*\bsslaccept=/i;

/** What one variable, or a word of a command, says about verification. */
export interface Statement {
  /** Why it leaves something unverified. */
  readonly weak?: string;
  readonly verifies: boolean;
  /** File with the certificates to trust. */
  readonly authority?: string;
}

/** @param value undefined where it is not a text of the configuration */
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

/** A URL of PostgreSQL, or a connection string of .NET, without a mode. node-postgres verifies with `ssl=true`. */
const isBare = (value: string): boolean =>
  (url.test(value) || connectionString.test(value)) &&
  !demands.some((one) => one.test(value)) &&
  !/\bssl=true\b/i.test(value);

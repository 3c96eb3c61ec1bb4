/** How drivers of PostgreSQL and other databases are told not to verify whom they talk to, in URLs, options and commands. */
const refusals: readonly RegExp[] = [
  /\bssl ?mode\s*[=:]\s*["']?(?!verify-?full\b)([\w-]+)/i,
  /\b(ssl|useSSL|encrypt|requireSSL)\s*=\s*(false|0|no|off|disable|optional)\b/i,
  /\b(rejectUnauthorized|verifyServerCertificate|sslverify|check_hostname)\s*[=:]\s*(false|0)\b/i,
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

/** How drivers are told to verify certificate and name. */
const demands: readonly RegExp[] = [
  /\bssl ?mode\s*=\s*verify-?full\b/i,
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

/** Names of variables that decide how to connect: their values have to be known. */
const deciding = /^PGSSL|^NODE_(TLS|OPTIONS|EXTRA)|SSL_?MODE|(^|_)(UR[IL]|DSN)$|CONNECTION_STRING/i;

const url = /\b(postgres(ql)?|jdbc:\w+):\/\//i;

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
    return { verifies: false, ...(deciding.test(name) && { weak: `${name} comes from elsewhere` }) };
  const weak = refusals.map((one) => one.exec(value)?.[0]).find((found) => found !== undefined);
  const isOff = switches[name]?.test(value) === false;
  const verifies = name === "PGSSLMODE" ? !isOff : demands.some((one) => one.test(value));
  const file = authorityVariables.includes(name)
    ? value
    : authorities.map((one) => one.exec(value)?.[1]).find((found) => found !== undefined);
  const reason = isOff
    ? `${name}=${value}`
    : (weak ?? (isBare(value) ? `the URL in ${name} does not say verify-full` : undefined));
  return {
    verifies,
    ...(reason !== undefined && { weak: reason }),
    ...(file !== undefined && { authority: file }),
  };
}

/** A URL of PostgreSQL without a mode. node-postgres verifies with `ssl=true`. */
const isBare = (value: string): boolean =>
  url.test(value) && !demands.some((one) => one.test(value)) && !/\bssl=true\b/i.test(value);

/**
 * Variables by which loaders, runtimes, AWS SDKs and libpq decide which code runs, with which identity, and through
 * which host a connection is made.
 */
const deciding: readonly RegExp[] = [
  /^(PATH|ENV|BASH_ENV|SHELLOPTS|IFS|CLASSPATH)$/,
  /^(LD|DYLD)_/,
  /^(NODE|PYTHON|PERL5?|RUBY|GEM|LUA|PHP|DOTNET|COMPLUS|CORECLR|COR)_?(OPTIONS|OPT|PATH|LIB|STARTUP|HOME|PROFILER|INI_SCAN_DIR|ENABLE_PROFILING).*$/i,
  /^(_?JAVA|JDK|JVM|CATALINA|MAVEN).*_(OPTIONS|OPTS)$/,
  /^(ALL|FTP|HTTPS?|NO|SOCKS)_PROXY$/i,
  /^AWS_(?!(DEFAULT_)?REGION$|STS_REGIONAL_ENDPOINTS$)/,
  /^KUBERNETES_/,
  /^PG(?!SSL|APPNAME$|CLIENTENCODING$|CONNECT_TIMEOUT$|DATESTYLE$|TZ$)/,
  /^MB_DB_(?!TYPE$|USER$|PASS$|CONNECTION_URI$)/,
];

export const decidesAnything = (name: string): boolean => deciding.some((one) => one.test(name));

/** Mount path of a file of the organization's own SecretProviderClass. */
const mounted = (file: string): RegExp => new RegExp(`^/mnt/secrets-store/${file.replace(/\./g, "\\.")}$`);

const verified = String.raw`\?sslmode=verify-full&sslrootcert=/etc/rds-ca/ca\.pem`;
const database = String.raw`\$\(DB_HOST\):\$\(DB_PORT\)/\$\(DB_NAME\)${verified}`;
const number = /^\d+$/;

/** Parts of a login, by the name of the variable or file, each with its key in the secret. */
const login = {
  DB_HOST: "host",
  DB_PORT: "port",
  DB_NAME: "database",
  DB_USER: "username",
  DB_PASSWORD: "password",
};

/** Variables that the platform sets, with their allowed values. */
export const platformVariables: Readonly<Record<string, RegExp | undefined>> = {
  ...Object.fromEntries(Object.keys(login).map((name) => [`${name}_FILE`, mounted(name)])),
  DATABASE_URL: new RegExp(String.raw`^postgresql://\$\(DB_USER\)(:\$\(DB_PASSWORD\))?@${database}$`),
  DATABASE_URL_FILE: mounted("DATABASE_URL"),
  DB_POOL_SIZE: number,
  JAVA_OPTS: /^-XX:MaxRAMPercentage=\d+$/,
  MB_ANON_TRACKING_ENABLED: /^false$/,
  MB_APPLICATION_DB_MAX_CONNECTION_POOL_SIZE: number,
  MB_AUDIT_DB_MAX_CONNECTION_POOL_SIZE: number,
  MB_DB_AWS_IAM: /^true$/,
  MB_DB_CONNECTION_URI: new RegExp(`^jdbc:postgresql://${database}$`),
  MB_DB_CONNECTION_URI_FILE: mounted("MB_DB_CONNECTION_URI"),
  MB_DB_PASS: /^\$\(DB_PASSWORD\)$/,
  MB_DB_PASS_FILE: mounted("DB_PASSWORD"),
  MB_DB_TYPE: /^postgres$/,
  MB_DB_USER: /^\$\(DB_USER\)$/,
  MB_DB_USER_FILE: mounted("DB_USER"),
  MB_JETTY_MAXIDLETIME: number,
  MB_PLUGINS_DIR: /^\/plugins$/,
  MB_QUARTZ_MAX_CONNECTION_POOL_SIZE: number,
  PGSERVICE: /^database$/,
  PGSERVICEFILE: mounted("pg_service.conf"),
  PGSSLMODE: /^verify-full$/,
  PGSSLROOTCERT: /^\/etc\/rds-ca\/ca\.pem$/,
};

/** The variable with the public URL that config gives an application. */
export const siteVariable = "MB_SITE_URL";

/** Variables that the platform reads from copies of the mounted files with the same names. */
export const copiedVariables: readonly string[] = [...Object.keys(login), "MB_ENCRYPTION_SECRET_KEY"];

/** JMESPath expression that concatenates literal text in quotes and keys of the secret. */
const joined = (...parts: readonly string[]): RegExp =>
  new RegExp(String.raw`^join\('', \[${parts.join(", ")}, '${verified}'\]\)$`);
const at = "host, ':', port, '/', database";

/** Files with connection settings, each with its JMESPath expression. */
export const knownFiles: Readonly<Record<string, RegExp | undefined>> = {
  ...Object.fromEntries(Object.entries(login).map(([name, key]) => [name, new RegExp(`^${key}$`)])),
  DATABASE_URL: joined(`'postgresql://', username(, ':', password)?, '@', ${at}`),
  MB_DB_CONNECTION_URI: joined(`'jdbc:postgresql://', ${at}`),
  "pg_service.conf":
    /^join\(`"\\n"`, \['\[database\]', join\('=', \['host', host\]\), join\('=', \['port', port\]\), join\('=', \['dbname', database\]\), join\('=', \['user', username\]\), (join\('=', \['password', password\]\), )?'sslmode=verify-full', 'sslrootcert=\/etc\/rds-ca\/ca\.pem', ''\]\)$/,
};

/** The host of a PostgreSQL URL; undefined for other texts. */
export const hostIn = (value: string): string | undefined =>
  /^(?:jdbc:)?postgres(?:ql)?:\/\/(?:[^@/]*@)?([^:/?]*)/i.exec(value)?.[1];

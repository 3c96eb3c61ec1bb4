/**
 * Variables by which loaders, runtimes, AWS's SDKs and PostgreSQL's library decide which code runs, as which identity, and
 * through whom a connection goes.
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

/** A file that the organization's own class of secrets mounts. */
const mounted = /^\/mnt\/secrets-store\/[\w.-]+$/;

/** What the platform sets itself, with its values. */
const own: Readonly<Record<string, RegExp>> = {
  JAVA_OPTS: /^-XX:MaxRAMPercentage=\d+$/,
  MB_DB_AWS_IAM: /^true$/,
  MB_DB_CONNECTION_URI_FILE: mounted,
  MB_DB_PASS_FILE: mounted,
  MB_DB_USER_FILE: mounted,
  PGSERVICE: /^[\w-]+$/,
  PGSERVICEFILE: mounted,
};

export const decidesAnything = (name: string, value: string | undefined): boolean =>
  own[name]?.test(value ?? "") !== true && deciding.some((one) => one.test(name));

/** The host of a PostgreSQL URL, where a text is one. */
export const hostIn = (value: string): string | undefined =>
  /^(?:jdbc:)?postgres(?:ql)?:\/\/(?:[^@/]*@)?([^:/?]*)/i.exec(value)?.[1];

/** What the values of a function's variables may be. */
export type VariableClass =
  /** A text that names no host, file or program. */
  | "plain text"
  | "number"
  /** The name of the environment that the function belongs to. */
  | "own environment"
  /** The name of the database in which organizations share an instance. */
  | "shared database"
  /** The address of a declared database, or of the proxy before it. */
  | "database"
  /** The name of a declared endpoint of Secrets Manager, as an https URL. */
  | "endpoint of Secrets Manager"
  /** The master password of a declared instance. */
  | "master password"
  /** Databases with their addresses, and target groups. */
  | "list of targets"
  /** Options of Node.js that load and connect nothing. */
  | "options of Node.js";

/** The runtime on which archives run, and what in them is called. */
export const knownRuntime = /^nodejs(2[2-9]|[3-9]\d)\.x$/;
/** In another database the function would make and remove schemas of organizations that it finds none of. */
export const sharedDatabase = "organizations";

export const knownHandler = "index.handler";

/** The variable that tells a function of target groups. */
export const keepingTargets = "DATABASES";

/**
 * Variables of functions, by the code that reads them: told of more, a function could use more. The runtime, the AWS SDK and
 * the loader of libraries take orders from others (NODE_OPTIONS, AWS_LAMBDA_EXEC_WRAPPER, AWS_ENDPOINT_URL, LD_PRELOAD,
 * HTTPS_PROXY), so that a name which is not listed is UNKNOWN.
 */
export const knownVariables: Readonly<Record<string, Readonly<Record<string, VariableClass>>>> = {
  "database-credentials.zip": {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: "endpoint of Secrets Manager",
    CLIENT_HOST: "database",
    DATABASE_HOST: "database",
    DATABASE_PORT: "number",
    ENVIRONMENT_NAME: "own environment",
    MASTER_SECRET_ARN: "master password",
    NODE_OPTIONS: "options of Node.js",
    SHARED_DATABASE_NAME: "shared database",
  },
  "register-targets.zip": {
    [keepingTargets]: "list of targets",
    METRICS_NAMESPACE: "plain text",
    NODE_OPTIONS: "options of Node.js",
  },
};

/** What events may ask of functions, in words of the configuration. */
export const knownInputs: Readonly<Record<string, readonly string[]>> = { check: ["credential-age"] };

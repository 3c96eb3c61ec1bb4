/** Classes of values for variables of functions. */
export type VariableClass =
  /** A text that names no host, file or program. */
  | "plain text"
  | "number"
  /** The name of the function's environment. */
  | "own environment"
  /** The name of the shared database of organizations. */
  | "shared database"
  /** The address of a declared database, or of the proxy in front of it. */
  | "database"
  /** The name of a declared Secrets Manager endpoint, as an https URL. */
  | "endpoint of Secrets Manager"
  /** The master password of a declared instance. */
  | "master password"
  /** Databases with their addresses, and target groups. */
  | "list of targets"
  /** Options of Node.js that neither load code nor open connections. */
  | "options of Node.js";

/** Known runtimes of archives, and their handler. */
export const knownRuntime = /^nodejs(2[2-9]|[3-9]\d)\.x$/;
/** With another database, the function would not find the schemas of organizations. */
export const sharedDatabase = "organizations";

export const knownHandler = "index.handler";

/** The variable with a function's target groups. */
export const keepingTargets = "DATABASES";

/**
 * Variables of functions, by the code that reads them. The runtime, the AWS SDK and the dynamic loader read others
 * (NODE_OPTIONS, AWS_LAMBDA_EXEC_WRAPPER, AWS_ENDPOINT_URL, LD_PRELOAD, HTTPS_PROXY), so an unlisted name is unknown.
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

/** Inputs that events may pass to functions. */
export const knownInputs: Readonly<Record<string, readonly string[]>> = { check: ["credential-age"] };

/** Expected names of the organization and its database, from config. The job passes them in one variable. */
export interface Expectation {
  readonly environment: string;
  readonly organization: string;
  readonly application: string;
  readonly region: string;
  readonly authentication: "password" | "iam";
  /** Whether the login is delivered as variables, from a Kubernetes secret, or as mounted files only. */
  readonly delivery: "environment" | "files";
  /** Role that all logins act as. */
  readonly owner: string;
  /** Maximum of connections per login. */
  readonly connectionLimit: number;
  /** Networks that contain the address of the database, or of an endpoint that leads to it. */
  readonly networks: readonly string[];
}

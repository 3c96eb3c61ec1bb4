/** What config says of the organization and its database: names only. The job hands it over as one variable. */
export interface Expectation {
  readonly environment: string;
  readonly organization: string;
  readonly application: string;
  readonly region: string;
  readonly authentication: "password" | "iam";
  /** Whether the login is in variables, which Kubernetes fills, or in mounted files alone. */
  readonly delivery: "environment" | "files";
  /** Role as which all logins act. */
  readonly owner: string;
  /** Most connections of one login. */
  readonly connectionLimit: number;
  /** Networks in which pods meet the database, or an endpoint that leads there. */
  readonly networks: readonly string[];
}

import type { Database } from "../../../../lambda-src/register-targets/configuration";

/** A database as the function's configuration gives it, with what a test says differently. */
export function database(overrides: Partial<Database> = {}): Database {
  return {
    name: "shared",
    hostname: "shared.abc123.eu-west-1.rds.amazonaws.com",
    port: 5432,
    targetGroupArn: groupArn("shared"),
    instanceSubnets: ["10.0.4.0/24", "10.0.5.0/24"],
    addresses: "one",
    ...overrides,
  };
}

export const groupArn = (name: string): string =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;

/** The addresses of the two instances of a Multi-AZ pair. */
export const [first, second]: [string, string] = ["10.0.4.11", "10.0.5.12"];

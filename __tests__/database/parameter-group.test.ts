import { ParameterGroup } from "../../src/database/parameter-group";
import { environment } from "../support/fixtures";
import { synthesizeConstruct } from "../support/synthesize";

const groupFor = (version: string) =>
  synthesizeConstruct(environment(), (scope) => {
    new ParameterGroup(scope, "parameters", { instanceIdentifier: "test-shared", version });
  }).resource("aws_db_parameter_group");

describe("ParameterGroup", () => {
  const group = groupFor("17");
  const parameters: { name: string; value: string; apply_method: string }[] = group.parameter;
  const values = Object.fromEntries(parameters.map(({ name, value }) => [name, value]));

  test.each([
    ["16", "16"],
    ["17", "17"],
    ["17.9", "17"],
    ["18", "18"],
  ])("of version %s has the family and name of PostgreSQL %s", (version, major) => {
    expect(groupFor(version)).toMatchObject({
      name: `test-shared-postgres${major}`,
      family: `postgres${major}`,
    });
  });

  test.each([
    ["16", "1"],
    ["17.9", "1"],
    ["18", "all"],
    ["18.3", "all"],
  ])("logs connections in the words of version %s: %s", (version, value) => {
    expect(groupFor(version).parameter).toContainEqual({
      name: "log_connections",
      value,
      apply_method: "immediate",
    });
  });

  test("is created before the one that it replaces is deleted, since the instance uses that one", () => {
    expect(group.lifecycle).toEqual({ create_before_destroy: true });
  });

  test("refuses connections without TLS", () => {
    expect(values["rds.force_ssl"]).toBe("1");
  });

  test("stores and accepts SCRAM only", () => {
    expect(values.password_encryption).toBe("scram-sha-256");
    expect(values["rds.accepted_password_auth_method"]).toBe("scram");
  });

  test("logs connections, DDL, slow statements and lock waits", () => {
    expect(values).toMatchObject({
      log_connections: "1",
      log_disconnections: "1",
      log_statement: "ddl",
      log_min_duration_statement: "5000",
      log_lock_waits: "1",
    });
  });

  test("ends sessions of unreachable clients within two minutes", () => {
    const { tcp_keepalives_idle, tcp_keepalives_interval, tcp_keepalives_count } = values;
    expect(Number(tcp_keepalives_idle) + Number(tcp_keepalives_interval) * Number(tcp_keepalives_count)).toBe(
      120,
    );
  });

  test("ends transactions that are idle for ten minutes", () => {
    expect(values.idle_in_transaction_session_timeout).toBe("600000");
  });

  test("lets no login change its password, exhaust the lock table soon, or use unlimited temporary files", () => {
    expect(values["rds.restrict_password_commands"]).toBe("1");
    expect(Number(values.max_locks_per_transaction)).toBeGreaterThan(64);
    expect(Number(values.temp_file_limit)).toBeGreaterThan(0);
    // Those that come near the limit are in the log.
    expect(Number(values.log_temp_files)).toBeLessThan(Number(values.temp_file_limit));
  });

  test("applies dynamic parameters at once and contains no defaults, which would show as a permanent difference", () => {
    const methods = Object.fromEntries(parameters.map(({ name, apply_method }) => [name, apply_method]));
    expect(methods).toEqual({
      "rds.force_ssl": "pending-reboot",
      password_encryption: "pending-reboot",
      "rds.accepted_password_auth_method": "immediate",
      log_connections: "immediate",
      log_disconnections: "immediate",
      log_statement: "immediate",
      log_min_duration_statement: "immediate",
      log_lock_waits: "immediate",
      tcp_keepalives_idle: "immediate",
      tcp_keepalives_interval: "immediate",
      tcp_keepalives_count: "immediate",
      idle_in_transaction_session_timeout: "immediate",
      temp_file_limit: "immediate",
      log_temp_files: "immediate",
      "rds.restrict_password_commands": "pending-reboot",
      max_locks_per_transaction: "pending-reboot",
    });
  });
});

import { readConfiguration } from "../../../lambda-src/register-targets/configuration";
import { database, groupArn } from "./support/databases";

const read = (databases: unknown, namespace: string | undefined = "test/register-targets") =>
  readConfiguration({ DATABASES: JSON.stringify(databases), METRICS_NAMESPACE: namespace });

const changed = (overrides: Record<string, unknown>) => () => read([{ ...database(), ...overrides }]);

describe("readConfiguration", () => {
  test("reads databases and namespace", () => {
    const other = database({ name: "other", targetGroupArn: groupArn("other"), addresses: "several" });
    expect(read([database(), other])).toEqual({
      databases: [database(), other],
      metricsNamespace: "test/register-targets",
    });
  });

  test("expects one address by default", () => {
    const { addresses: _, ...rest } = database();
    expect(read([rest]).databases[0]?.addresses).toBe("one");
  });

  test("lists the missing variables of an empty environment", () => {
    expect(() => readConfiguration({})).toThrow(
      "METRICS_NAMESPACE is not set; it must be a text that is not empty.",
    );
    expect(() => readConfiguration({ METRICS_NAMESPACE: "x" })).toThrow(
      "DATABASES is not set; it must be a JSON list of databases.",
    );
  });

  test.each([
    ["no database", [], "DATABASES is []; it must be a list that is not empty."],
    ["a text", "shared", 'DATABASES is "shared"; it must be a list that is not empty.'],
    ["a null", [null], "DATABASES[0] is null; it must be an object."],
  ])("refuses %s", (_, databases, message) => {
    expect(() => read(databases)).toThrow(message);
  });

  test.each([
    ["name", "", 'DATABASES[0].name is ""'],
    ["hostname", "shared.example.com:5432", "a full DNS name without port"],
    ["hostname", "10.0.4.11", "a full DNS name without port"],
    ["hostname", "localhost", "a full DNS name without port"],
    ["port", "5432", 'DATABASES[0].port is "5432"; it must be a port number'],
    ["port", 0, "port number"],
    ["port", 65536, "port number"],
    [
      "targetGroupArn",
      "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/x/1",
      "the ARN of a target group",
    ],
    ["targetGroupArn", `${groupArn("x")}*`, "the ARN of a target group"],
    ["instanceSubnets", [], "DATABASES[0].instanceSubnets is []; it must be a list that is not empty."],
    [
      "instanceSubnets",
      ["0.0.0.0/0"],
      'DATABASES[0].instanceSubnets[0] is "0.0.0.0/0"; it must be an IPv4 range',
    ],
    ["instanceSubnets", ["10.0.0.0/8"], "an IPv4 range from /16 to /32"],
    ["instanceSubnets", ["10.0.4.0"], "an IPv4 range"],
    ["instanceSubnets", ["10.0.4.0/24/7"], "an IPv4 range"],
    ["instanceSubnets", ["fd00::/64"], "an IPv4 range"],
    ["addresses", "many", 'must be "one" or "several"'],
  ])("refuses %s %j", (key, value, message) => {
    expect(changed({ [key]: value })).toThrow(message);
  });

  test("refuses two databases in one target group, which would remove each other's targets", () => {
    expect(() => read([database(), database({ name: "other" })])).toThrow(
      `two databases have the targetGroupArn ${groupArn("shared")}`,
    );
  });

  test("refuses two databases with the same name: their metrics would be mixed", () => {
    expect(() => read([database(), database({ targetGroupArn: groupArn("other") })])).toThrow(
      "two databases have the name shared",
    );
  });
});

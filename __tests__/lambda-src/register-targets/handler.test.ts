import { database, first, groupArn, second } from "./support/databases";
import { byHand, Deployment, failoverEvent, schedule } from "./support/deployment";
import type { Fault } from "./support/load-balancer-api";

/** Left of the timeout, in milliseconds: enough for a single pass. */
const onePass = 20_000;

const shared = database();
const other = database({ name: "other", hostname: "other.example.com", targetGroupArn: groupArn("other") });
const reads = (count: number) => Array(count).fill("DescribeTargetHealth");

const deployment = new Deployment();
const { api, names, log } = deployment;
beforeAll(() => deployment.start());
afterAll(() => deployment.stop());
beforeEach(() => deployment.reset());

const leadsTo = (address: string) => {
  names.reply = () => [address];
};

describe("an invocation", () => {
  test("registers a database's address in an empty group", async () => {
    const group = deployment.group(shared.targetGroupArn);
    leadsTo(first);
    expect(await deployment.invoke([shared], {})).toEqual({
      databases: [{ database: "shared", case: "in-place", registered: 1, deregistered: 0 }],
    });
    expect(group.addresses()).toEqual([first]);
  });

  test("moves a group from one address to another, registering first, always with the port", async () => {
    deployment.group(shared.targetGroupArn, [first]);
    leadsTo(second);
    await deployment.invoke([shared]);
    expect(api.calls.map(({ action, targets }) => [action, targets])).toEqual([
      ["DescribeTargetHealth", []],
      ["RegisterTargets", [{ address: second, port: 5432 }]],
      ["DescribeTargetHealth", []],
      ["DeregisterTargets", [{ address: first, port: 5432 }]],
      ["DescribeTargetHealth", []],
    ]);
  });

  test("removes a target from a port that is not the group's default", async () => {
    const group = deployment.group(shared.targetGroupArn, [first]);
    group.register([{ address: first, port: 6543 }]);
    leadsTo(first);
    await deployment.invoke([shared]);
    expect(group.read().filter(({ state }) => state !== "draining")).toEqual([
      { address: first, port: 5432, state: "healthy" },
    ]);
  });

  test("changes nothing when everything is in place", async () => {
    deployment.group(shared.targetGroupArn, [first]);
    leadsTo(first);
    await deployment.invoke([shared]);
    expect(api.actions(shared.targetGroupArn)).toEqual(reads(1));
  });

  test("logs the targets before and after, and the metrics, as lines of JSON", async () => {
    deployment.group(shared.targetGroupArn, [first]);
    leadsTo(second);
    await deployment.invoke([shared]);
    expect(log[0]).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      level: "INFO",
      message: "targets changed",
      requestId: "request-1",
      trigger: "invocation",
      database: "shared",
      case: "moved",
      answer: [second],
      before: [`${first}:5432 healthy`],
      registered: [`${second}:5432`],
      deregistered: [],
    });
    expect(log.at(-1)).toEqual({
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: "test/register-targets",
            Dimensions: [["Database"]],
            Metrics: [
              { Name: "Reconciled", Unit: "Count" },
              { Name: "ResolvedAddresses", Unit: "Count" },
              { Name: "RegisteredTargets", Unit: "Count" },
              { Name: "DeregisteredTargets", Unit: "Count" },
              { Name: "FailedPasses", Unit: "Count" },
              { Name: "UnresolvedAnswers", Unit: "Count" },
            ],
          },
        ],
      },
      Database: "shared",
      Reconciled: 1,
      ResolvedAddresses: 1,
      RegisteredTargets: 1,
      DeregisteredTargets: 1,
      FailedPasses: 0,
      UnresolvedAnswers: 0,
    });
  });
});

describe("an unusable answer", () => {
  test.each([
    ["NXDOMAIN" as const, "NXDOMAIN"],
    ["SERVFAIL" as const, "SERVFAIL"],
    ["silence" as const, "do not answer in time"],
    [[], "has no A record"],
    [["198.51.100.7"], "outside of 10.0.4.0/24, 10.0.5.0/24"],
    [[first, second], "an instance has one address"],
  ])("%j keeps the target and fails the invocation", async (reply, reason) => {
    const group = deployment.group(shared.targetGroupArn, [first]);
    names.reply = () => reply;
    if (reply === "silence") deployment.patience = 100;
    await expect(deployment.invoke([shared], byHand, onePass)).rejects.toThrow(reason);
    expect(group.addresses()).toEqual([first]);
    expect(api.actions(shared.targetGroupArn)).toEqual(reads(1));
    expect(log.at(-1)).toMatchObject({ Database: "shared", Reconciled: 0 });
  });
});

describe("an API with one fault per kind of call (for registration only if it takes seconds)", () => {
  const faults: [string, Fault][] = [
    ["throttling", { status: 400, code: "Throttling" }],
    ["a server error", { status: 500, code: "InternalFailure" }],
    ["an outage", { status: 503, code: "ServiceUnavailable" }],
    ["a connection that breaks", { drop: "before" }],
    ["an answer that gets lost", { drop: "after" }],
    ["an answer that comes too late", { delay: 10_000 }],
  ];
  const arn = (fault: string) => groupArn(fault.replaceAll(" ", "-"));
  const results = new Map<string, { targets: string[]; calls: Record<string, number> }>();

  // One after the other: time would pass for the slow one in the pauses of the quick ones.
  beforeAll(async () => {
    for (const [name, fault] of faults) {
      deployment.reset();
      leadsTo(second);
      const group = deployment.group(arn(name), [first]);
      api.fault = ({ action }, attempt) => {
        const applies = attempt === 1 && (action === "RegisterTargets" || !("delay" in fault));
        return applies ? fault : undefined;
      };
      await deployment.invoke([database({ name, targetGroupArn: arn(name) })]);
      const calls: Record<string, number> = {};
      for (const action of api.actions(arn(name))) calls[action] = (calls[action] ?? 0) + 1;
      results.set(name, { targets: group.addresses(), calls });
    }
  });

  test.each(faults)("tolerates %s", (name, fault) => {
    const repeated = "delay" in fault ? 0 : 1;
    expect(results.get(name)).toEqual({
      targets: [second],
      calls: { DescribeTargetHealth: 3 + repeated, RegisterTargets: 1 + 1, DeregisterTargets: 1 + repeated },
    });
  });
});

describe("an API with faults", () => {
  test("keeps the old target when the new one cannot be registered", async () => {
    const group = deployment.group(shared.targetGroupArn, [first]);
    leadsTo(second);
    api.fault = ({ action }) =>
      action === "RegisterTargets" ? { status: 400, code: "InvalidTarget" } : undefined;
    await expect(deployment.invoke([shared], byHand, onePass)).rejects.toThrow("InvalidTarget");
    expect(group.addresses()).toEqual([first]);
    expect(api.actions(shared.targetGroupArn)).not.toContain("DeregisterTargets");
  });

  test("keeps both targets, and fails, when the old one cannot be removed", async () => {
    const group = deployment.group(shared.targetGroupArn, [first, second]);
    leadsTo(second);
    api.fault = ({ action }) =>
      action === "DeregisterTargets" ? { status: 403, code: "AccessDenied" } : undefined;
    await expect(deployment.invoke([shared], byHand, onePass)).rejects.toThrow("AccessDenied");
    expect(group.addresses()).toEqual([first, second]);
  });

  test("fails at its time limit if the group does not show the new target", async () => {
    deployment.group(shared.targetGroupArn, [first]);
    leadsTo(second);
    const failure = `shared: the time was up before the group showed ${second}:5432`;
    await expect(deployment.invoke([shared], byHand, onePass)).rejects.toThrow(failure);
  });

  test("if the API hangs, ends before the timeout of Lambda, and logs why", async () => {
    deployment.group(shared.targetGroupArn, [first]);
    leadsTo(second);
    api.fault = () => ({ delay: 600_000 });
    await expect(deployment.invoke([shared], byHand, 5_300)).rejects.toThrow(
      "shared: Error: Elastic Load Balancing did not answer in time",
    );
    expect(log.at(-1)).toMatchObject({ Reconciled: 0 });
  });
});

test("a scheduled run that does not succeed ends before the next one", async () => {
  deployment.group(shared.targetGroupArn, [first]);
  names.reply = () => "NXDOMAIN";
  await expect(deployment.invoke([shared], schedule)).rejects.toThrow("NXDOMAIN");
  const { passes } = log.find(({ message }) => message === "not reconciled") as { passes: number };
  expect(passes).toBeGreaterThan(1);
  expect(passes).toBeLessThanOrEqual(12);
});

describe("several databases", () => {
  test("a failed lookup for one does not stop the others, and the invocation fails at the end", async () => {
    const group = deployment.group(other.targetGroupArn, [first]);
    deployment.group(shared.targetGroupArn, [first]);
    names.reply = (hostname) => (hostname === shared.hostname ? "NXDOMAIN" : [second]);
    const failure = /^1 of 2 databases not reconciled\. shared: .*NXDOMAIN/;
    await expect(deployment.invoke([shared, other])).rejects.toThrow(failure);
    expect(group.addresses()).toEqual([second]);
  });

  test("a deleted target group of one does not stop the others", async () => {
    const group = deployment.group(other.targetGroupArn);
    leadsTo(first);
    await expect(deployment.invoke([shared, other])).rejects.toThrow("TargetGroupNotFound");
    expect(group.addresses()).toEqual([first]);
    expect(log.filter((line) => line._aws).map((line) => [line.Database, line.Reconciled])).toEqual(
      expect.arrayContaining([
        ["shared", 0],
        ["other", 1],
      ]),
    );
  });
});

describe("a name that moves", () => {
  test("during a run: the run follows it", async () => {
    const group = deployment.group(shared.targetGroupArn, [first]);
    names.reply = () => [second];
    api.onAnswer = ({ action }) => {
      if (action === "DeregisterTargets") names.reply = () => [first];
    };
    await deployment.invoke([shared]);
    // The last read found the first address draining and the second registered.
    expect(group.addresses()).toEqual([first]);
  });

  test("with two concurrent runs: the group has the new address in the end, and is never empty", async () => {
    const group = deployment.group(shared.targetGroupArn, [first]);
    const sizes: number[] = [];
    group.onChange = () => sizes.push(group.addresses().length);
    names.reply = (_, time) => (time < 3 ? [first] : [second]);
    await Promise.all([deployment.invoke([shared], failoverEvent), deployment.invoke([shared])]);
    expect(group.addresses()).toEqual([second]);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  test("after its event: one invocation follows it", async () => {
    const group = deployment.group(shared.targetGroupArn, [first]);
    names.reply = (_, time) => (time < 10 ? [first] : [second]);
    await deployment.invoke([shared], failoverEvent);
    expect(group.addresses()).toEqual([second]);
    expect(log[0]).toMatchObject({
      message: "database event",
      event: "RDS-EVENT-0049",
      trigger: "database-event",
    });
  });
});

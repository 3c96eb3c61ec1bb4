import { type Answer, decide, type RegisteredTarget } from "../../../lambda-src/register-targets/decide";
import { database, first, second } from "./support/databases";

const third = "10.0.4.33";
const at = (address: string, state = "healthy", port = 5432): RegisteredTarget => ({ address, port, state });
const target = (address: string, port = 5432) => ({ address, port });
const answer = (...addresses: string[]): Answer => ({ addresses });
const failure: Answer = { failure: "does not exist (NXDOMAIN)" };

interface Row {
  readonly registered: readonly RegisteredTarget[];
  readonly answers: readonly Answer[];
  readonly case: string;
  readonly register?: readonly object[];
  readonly deregister?: readonly object[];
  readonly pending?: readonly object[];
  readonly problem?: string;
}

const check = (addresses: "one" | "several") => (_: string, row: Row) => {
  const decision = decide({
    database: database({ addresses }),
    registered: row.registered,
    answers: row.answers,
  });
  expect(decision).toEqual({
    case: row.case,
    register: row.register ?? [],
    deregister: row.deregister ?? [],
    pending: row.pending ?? [],
    ...(row.problem ? { problem: expect.stringContaining(row.problem) } : {}),
  });
};

describe("decide, for an instance", () => {
  test.each<[string, Row]>([
    ["nothing to do", { registered: [at(first)], answers: [answer(first)], case: "in-place" }],
    [
      "an unhealthy target stays while the name resolves to it: an alarm reports it",
      { registered: [at(first, "unhealthy")], answers: [answer(first)], case: "in-place" },
    ],
    [
      "a target in its initial health checks counts as registered",
      { registered: [at(first, "initial")], answers: [answer(first)], case: "in-place" },
    ],
    [
      "a target of a group without a listener counts as registered",
      { registered: [at(first, "unused")], answers: [answer(first)], case: "in-place" },
    ],
    [
      "an unhealthy target that is draining still counts as registered",
      { registered: [at(first, "unhealthy.draining")], answers: [answer(first)], case: "in-place" },
    ],
    [
      "the first run",
      { registered: [], answers: [answer(first)], case: "first-registration", register: [target(first)] },
    ],
    [
      "a group with draining targets only counts as empty",
      {
        registered: [at(second, "draining")],
        answers: [answer(first)],
        case: "first-registration",
        register: [target(first)],
      },
    ],
    [
      "a failover",
      {
        registered: [at(first, "unhealthy")],
        answers: [answer(second)],
        case: "moved",
        register: [target(second)],
        pending: [target(first)],
      },
    ],
    [
      "once the new target is registered, the old one is removed even if healthy, so that no second writer remains",
      {
        registered: [at(first, "healthy"), at(second, "initial")],
        answers: [answer(second), answer(second)],
        case: "leftovers",
        deregister: [target(first)],
      },
    ],
    [
      "a failover and its reversal while the first address drains",
      {
        registered: [at(first, "draining"), at(second)],
        answers: [answer(first)],
        case: "returned",
        register: [target(first)],
        pending: [target(second)],
      },
    ],
    [
      "an old target that an earlier run could not remove",
      {
        registered: [at(first), at(second)],
        answers: [answer(second)],
        case: "leftovers",
        deregister: [target(first)],
      },
    ],
    [
      "a draining target needs no second removal",
      { registered: [at(first, "draining"), at(second)], answers: [answer(second)], case: "in-place" },
    ],
    [
      "the right address with a wrong port is another target",
      {
        registered: [at(first, "unhealthy", 5433)],
        answers: [answer(first)],
        case: "moved",
        register: [target(first)],
        pending: [target(first, 5433)],
      },
    ],
    [
      "and is removed with its own port",
      {
        registered: [at(first), at(first, "healthy", 5433)],
        answers: [answer(first)],
        case: "leftovers",
        deregister: [target(first, 5433)],
      },
    ],
    [
      "a foreign address in the dedicated group",
      {
        registered: [at(first), at("192.0.2.1")],
        answers: [answer(first)],
        case: "leftovers",
        deregister: [target("192.0.2.1")],
      },
    ],
    [
      "an unresolved name",
      {
        registered: [at(first)],
        answers: [failure],
        case: "unresolved",
        problem: "does not exist (NXDOMAIN)",
      },
    ],
    [
      "an empty answer",
      { registered: [at(first)], answers: [answer()], case: "unresolved", problem: "empty answer" },
    ],
    [
      "no answer yet",
      { registered: [at(first)], answers: [], case: "unresolved", problem: "never looked up" },
    ],
    [
      "a failed round after a good one: the older answer does not count",
      {
        registered: [at(first)],
        answers: [answer(second), failure],
        case: "unresolved",
        problem: "NXDOMAIN",
      },
    ],
    [
      "a public address",
      {
        registered: [at(first)],
        answers: [answer("198.51.100.7")],
        case: "refused",
        problem: "198.51.100.7",
      },
    ],
    [
      "an address of the VPC outside of the database's subnets",
      { registered: [at(first)], answers: [answer("10.0.6.1")], case: "refused", problem: "10.0.4.0/24" },
    ],
    [
      "an answer that is partly outside is refused as a whole",
      {
        registered: [at(first)],
        answers: [answer(first, "198.51.100.7")],
        case: "refused",
        problem: "198.51",
      },
    ],
    [
      "something that is no address",
      { registered: [at(first)], answers: [answer("10.0.4.999")], case: "refused", problem: "10.0.4.999" },
    ],
    [
      "two addresses for an instance, as while its name moves",
      {
        registered: [at(first)],
        answers: [answer(first, second)],
        case: "ambiguous",
        problem: "one address",
      },
    ],
  ])("%s", check("one"));
});

describe("decide, for rotating answers", () => {
  test.each<[string, Row]>([
    [
      "several addresses at once",
      {
        registered: [],
        answers: [answer(first, second)],
        case: "first-registration",
        register: [target(first), target(second)],
      },
    ],
    [
      "an address missing once stays",
      {
        registered: [at(first), at(second)],
        answers: [answer(first)],
        case: "not-missing-long-enough",
        pending: [target(second)],
      },
    ],
    [
      "an address missing in turn with another stays",
      {
        registered: [at(first), at(second)],
        answers: [answer(first), answer(second), answer(first)],
        case: "not-missing-long-enough",
        pending: [target(second)],
      },
    ],
    [
      "an address missing three times in a row goes",
      {
        registered: [at(first), at(second)],
        answers: [answer(first), answer(first), answer(first)],
        case: "leftovers",
        deregister: [target(second)],
      },
    ],
    [
      "failed rounds are no misses",
      {
        registered: [at(first), at(second)],
        answers: [answer(first), failure, answer(first)],
        case: "not-missing-long-enough",
        pending: [target(second)],
      },
    ],
    [
      "a new address is registered at once while an old one waits",
      {
        registered: [at(first), at(second)],
        answers: [answer(first, third)],
        case: "moved",
        register: [target(third)],
        pending: [target(second)],
      },
    ],
    [
      "a wrong port does not wait",
      {
        registered: [at(first), at(first, "healthy", 5433)],
        answers: [answer(first)],
        case: "leftovers",
        deregister: [target(first, 5433)],
      },
    ],
  ])("%s", check("several"));
});

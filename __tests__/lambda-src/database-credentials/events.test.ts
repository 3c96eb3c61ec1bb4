import { parseEvent } from "../../../lambda-src/database-credentials/requests";

const limits = { connectionLimit: 5, statementTimeoutSeconds: 0, idleInTransactionTimeoutSeconds: 60 };
const event = {
  version: 2,
  task: "provision",
  organization: "acme",
  isolation: "schema",
  authentication: "iam",
  secretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme",
  generatedSecretArns: [],
  logins: { application: limits },
};
const login = (changes: object) => ({ logins: { application: { ...limits, ...changes } } });

test("a valid event becomes a request", () => {
  const { version, task, ...request } = event;
  expect(parseEvent(event)).toEqual({ task: "provision", request });
});

test.each([
  [{ version: 3 }, "version", "expected 2"],
  [
    { task: "destroy" },
    "task",
    "Expected 'provision' | 'repair' | 'removeLeftovers' | 'lockOut' | 'endSessions' | 'sessions'",
  ],
  [{ organization: undefined }, "organization", "expected string, received undefined"],
  [{ isolation: "none" }, "isolation", 'expected one of "schema"|"database"|"instance"'],
  [{ generatedSecretArns: ["arn:a", "b"] }, "generatedSecretArns[1]", 'must start with "arn:"'],
  [login({ connectionLimit: 0 }), "logins.application.connectionLimit", "expected number to be >=1"],
  [login({ connectionLimit: 1.5 }), "logins.application.connectionLimit", "expected int"],
  [login({ color: "red" }), "logins.application", 'Unrecognized key: "color"'],
])("an event with %j is refused, with the place and the expected value", (changes, place, problem) => {
  const refused = () => parseEvent({ ...event, ...changes });
  expect(refused).toThrow("Not a valid event: ");
  expect(refused).toThrow(problem);
  expect(refused).toThrow(new RegExp(`at ${place.replace(/[.[\]]/g, "\\$&")}$`, "m"));
});

test.each(["task", "isolation", "secretArn", "logins", "password"])(
  "a refusal of %s does not repeat the value: Terraform prints it",
  (key) => {
    expect(() => parseEvent({ ...event, [key]: "hidden-value" })).toThrow(
      /^Not a valid event(?!.*hidden-value)/s,
    );
  },
);

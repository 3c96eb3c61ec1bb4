import { environmentWith, load, onlyProblem, problemsOf } from "./support";

const withEmail = (...addresses: string[]) =>
  environmentWith(`notifications: { email: ${JSON.stringify(addresses)} }\n`);
const withHttps = (...addresses: string[]) =>
  environmentWith(`notifications: { https: ${JSON.stringify(addresses)} }\n`);

test("have no subscribers by default", () => {
  expect(load(environmentWith(""))[0]?.notifications).toEqual({ email: [], https: [] });
});

test.each(["oncall@example.com", "first.last+db@ops.example.co.uk", "o@a-b.example"])(
  "go to %s",
  (address) => {
    expect(load(withEmail(address))[0]?.notifications.email).toEqual([address]);
  },
);

test.each([
  "oncall",
  "oncall@localhost",
  "On Call <oncall@example.com>",
  "a@example.com, b@example.com",
  "mailto:oncall@example.com",
  "oncall@-example.com",
  "@example.com",
  "",
])("go to no %j", (address) => {
  expect(onlyProblem(withEmail(address))).toBe(
    [
      "dev/environment.yaml:5:26 notifications.email[0]",
      JSON.stringify(address),
      "an e-mail address such as oncall@example.com",
      "Write one address per line; a list of people is a mailing list of yours.",
    ].join("\n"),
  );
});

test.each([
  "https://alerts.example.com",
  "https://alerts.example.com/",
  "https://alerts.example.com:8443/sns/production-database-2026",
])("go to %s", (address) => {
  expect(load(withHttps(address))[0]?.notifications.https).toEqual([address]);
});

test.each([
  ["alerts.example.com/sns", "no URL"],
  ["https://me:secret@", "no URL"],
  ["http://alerts.example.com/sns", "an address at alerts.example.com, but not by https"],
  ["https://me:secret@alerts.example.com/", "an address at alerts.example.com with a user name"],
  ["https://@alerts.example.com/", "an address at alerts.example.com with a user name"],
  [
    "https://alerts.example.com/sns?key=secret",
    "an address at alerts.example.com with a query string or fragment",
  ],
  ["https://alerts.example.com/sns?", "an address at alerts.example.com with a query string or fragment"],
  [
    "https://alerts.example.com/sns#secret",
    "an address at alerts.example.com with a query string or fragment",
  ],
  ["https://10.0.0.7/sns", "an address at 10.0.0.7, which SNS cannot look up"],
  ["https://localhost/sns", "an address at localhost, which SNS cannot look up"],
  ["https://[::1]/sns", "an address at [::1], which SNS cannot look up"],
  [
    "https://events.example.com/integration/0123456789secretsecretsecret/enqueue",
    "an address at events.example.com with a key in its path",
  ],
  [
    "https://events.example.com/6fa459ea-ee8a-3ca4-894e-db77e160355e",
    "an address at events.example.com with a key in its path",
  ],
])("go to no %s, and what may be a secret is in no error", (address, found) => {
  const problem = onlyProblem(withHttps(address));
  expect(problem.split("\n").slice(0, 2)).toEqual([
    "dev/environment.yaml:5:26 notifications.https[0]",
    found,
  ]);
  expect(problem).not.toMatch(/secret@|=secret|#secret|secretsecret|6fa459ea/);
});

test("go once to each subscriber", () => {
  expect(onlyProblem(withEmail("oncall@example.com", "OnCall@example.com"))).toMatch(
    /notifications\.email\[1\]\n"oncall@example.com" a second time/,
  );
  const address = "https://alerts.example.com/sns";
  expect(onlyProblem(withHttps(address, address))).toMatch(/notifications\.https\[1\]\n.* a second time/);
});

test("support no other protocols: these are all that need neither a role nor a key", () => {
  const problems = problemsOf(environmentWith('notifications: { sms: ["+10000000000"] }\n'));
  expect(problems.map(({ found, allowed }) => [found, allowed])).toEqual([
    ["an unknown key", "email, https"],
  ]);
});

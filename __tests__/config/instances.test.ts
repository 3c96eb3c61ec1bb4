import { databaseInstances, instanceOf, sharedInstance } from "../../src/config/instances";
import { atLeastOne } from "../support/at-least-one";
import { environment, organization } from "../support/fixtures";

const acme = organization("acme", {
  isolation: "instance",
  instance: { storageGiB: 100, proxy: { borrowTimeoutSeconds: 5 } },
});
const globex = organization("globex", { isolation: "database" });
const initech = organization("initech", { isolation: "schema" });
const of = environment({ database: { restoreFrom: "before", proxy: { maxConnectionsPercent: 60 } } }, [
  acme,
  globex,
  initech,
]);

test("organizations share one instance, unless they have a dedicated one", () => {
  const users = databaseInstances(of).map(({ owner, users }) => [owner?.name, users.map(({ name }) => name)]);
  expect(users).toEqual([
    [undefined, ["globex", "initech"]],
    ["acme", ["acme"]],
  ]);
  for (const instance of atLeastOne(databaseInstances(of)))
    for (const user of atLeastOne(instance.users)) expect(instanceOf(of, user)).toEqual(instance);
});

test("names of an instance contain its owner", () => {
  expect(instanceOf(of, acme)).toMatchObject({
    identifier: "test-org-acme",
    databaseName: "acme",
    credentialsFunctionName: "test-credentials-acme",
    proxyRoleName: "test-proxy-acme",
    iamUsers: "acme__iam",
  });
  expect(instanceOf(of, globex)).toMatchObject({
    identifier: "test-shared",
    databaseName: "organizations",
    credentialsFunctionName: "test-database-credentials",
    proxyRoleName: "test-database-proxy",
    iamUsers: "*__iam",
  });
});

test("identifiers start with the environment's name, as policies of topic and monitoring role expect", () => {
  const identifiers = databaseInstances(of).map(({ identifier }) => identifier);
  expect(identifiers).toHaveLength(2);
  for (const identifier of atLeastOne(identifiers)) expect(identifier).toMatch(/^test-/);
});

test("instanceMemoryGiB of one class does not apply to another", () => {
  const newer = environment({ database: { instanceClass: "db.m9g.large", instanceMemoryGiB: 8 } });
  const own = (instance: object) =>
    instanceOf(newer, organization("own", { isolation: "instance", instance })).settings.instanceMemoryGiB;
  expect(own({})).toBe(8);
  expect(own({ instanceClass: "db.m7g.large" })).toBeUndefined();
  expect(own({ instanceClass: "db.r9g.large", instanceMemoryGiB: 16 })).toBe(16);
});

test("a dedicated instance inherits unset keys from the environment, except the snapshot", () => {
  const { settings } = instanceOf(of, acme);
  expect(settings).toEqual({
    ...of.database,
    restoreFrom: undefined,
    storageGiB: 100,
    proxy: { ...of.database.proxy, borrowTimeoutSeconds: 5 },
  });
  expect(sharedInstance(of).settings).toBe(of.database);
});

import { oneOf } from "../../support/effort";
import { anyIsolation, Harness } from "./support/harness";

let harness: Harness;
beforeAll(async () => {
  harness = await Harness.start();
});
afterAll(() => harness.stop());

describe.each(oneOf(["schema", "database"]))("removing an organization with isolation %s", (isolation) => {
  test("ends its sessions, disables its logins, and keeps its data", async () => {
    const organization = await harness.provisioned(`leaving-${isolation}`, { isolation });
    const content = harness.content(organization);
    const client = await harness.open(content);
    await client.query("CREATE TABLE kept AS SELECT 1 AS value");
    const removed = await harness.remove(organization);
    expect(removed).toEqual({ organization: organization.name, dataDropped: false });
    await expect(client.query("SELECT 1")).rejects.toThrow();
    await expect(harness.open(content)).rejects.toThrow(
      /not permitted to log in|password authentication failed/,
    );

    await harness.invoke(organization.event);
    const { rows } = await harness.as(content, (again) => again.query("SELECT value FROM kept"));
    expect(rows).toEqual([{ value: 1 }]);
  });

  test("drops everything only on request, and leaves no role", async () => {
    const name = `dropped-${isolation}`;
    const organization = await harness.provisioned(name, { isolation }, { DropDataOnRemoval: "true" });
    await harness.as(harness.content(organization), (client) =>
      client.query("CREATE TABLE lost (); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
    );
    expect(await harness.remove(organization)).toMatchObject({ dataDropped: true });
    expect(await harness.countRoles(`dropped_${isolation}`)).toBe(0);
    // Once more, as after an apply that was cut off.
    await harness.remove(organization);
  });

  test("is refused with another organization's secret, and changes nothing in a create or update", async () => {
    const [own, other] = [
      await harness.provisioned(`stays-${isolation}`, { isolation }),
      await harness.provisioned(`envies-${isolation}`, { isolation }),
    ];
    const removal = { organization: own.name, secretArn: other.secretArn };
    await expect(harness.invoke({ removal, tf: { action: "delete" } })).rejects.toThrow(
      /Nothing was changed/,
    );
    for (const action of ["create", "update"])
      await harness.invoke({ removal: { ...removal, secretArn: own.secretArn }, tf: { action } });
    await harness.as(harness.content(own), (client) => client.query("SELECT 1"));
  });
});
test("removing an organization that was never provisioned is no error", async () => {
  await harness.remove(harness.organization("never"));
  expect(await harness.countRoles("never")).toBe(0);
});

test("removing an organization whose secret was deleted changes nothing, and says how to lock it", async () => {
  const organization = await harness.provisioned("forgotten", anyIsolation);
  const content = harness.content(organization);
  harness.secrets.forget(organization.secretArn);
  for (const fault of [undefined, "deny"] as const) {
    harness.secrets.fault = (action) => (action === "DescribeSecret" ? fault : undefined);
    await expect(harness.remove(organization)).rejects.toThrow(/npm run leftovers -- test forgotten --lock/);
  }
  harness.secrets.fault = undefined;
  await harness.as(content, (client) => client.query("SELECT 1"));
  await harness.invoke({ version: 2, task: "lockOut", organization: "forgotten" });
  await expect(harness.open(content)).rejects.toThrow();
});

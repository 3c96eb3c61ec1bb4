import { Configuration, type Resource, type StackSource } from "../../../src/assurance/terraform";
import { atLeastOne } from "../../support/at-least-one";
import { type Json, source } from "../support/sources";

const network: Json = {
  terraform: { backend: { local: { path: "network.tfstate" } } },
  resource: {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: { a: { vpc_id: "${aws_vpc.main.id}" } },
    aws_security_group: { pods: { name: "${aws_vpc.main.cidr_block}" } },
  },
  output: { range: { value: "${aws_vpc.main.cidr_block}" }, id: { value: "${aws_vpc.main.id}" } },
};
const database: Json = {
  data: {
    terraform_remote_state: { network: { backend: "local", config: { path: "../network/network.tfstate" } } },
  },
  resource: {
    aws_db_instance: {
      one: { identifier: "one", description: "${data.terraform_remote_state.network.outputs.range}" },
      two: { identifier: "two", vpc: "${data.terraform_remote_state.network.outputs.id}" },
    },
  },
};
const sources = [source("network", network), source("database", database)];
const before = new Configuration(sources);

/** A configuration that follows from the one above by a change of copies of its stacks. */
function after(change: (network: Json, database: Json) => void): Configuration {
  const copies = structuredClone([network, database]) as [Json, Json];
  change(...copies);
  return new Configuration(
    [source("network", copies[0]), source("database", copies[1])] satisfies StackSource[],
    before,
  );
}

const kept = (configuration: Configuration, address: string): boolean =>
  configuration.find(address) === (before.find(address) as Resource);

describe("of a configuration that follows from another one", () => {
  test("everything is kept where all is equal", () => {
    const same = after(() => {});
    const resources = same.stacks.flatMap((stack) => stack.resources);
    for (const { address } of atLeastOne(resources))
      expect([address, kept(same, address)]).toEqual([address, true]);
  });

  test("a resource is made again that is written otherwise, and one that refers to what it is worth", () => {
    const changed = after(({ resource }) => {
      resource.aws_vpc.main.cidr_block = "10.1.0.0/16";
    });
    expect(kept(changed, "network/aws_vpc.main")).toBe(false);
    expect(kept(changed, "network/aws_security_group.pods")).toBe(false);
    // An id is the same symbol whatever the VPC's range is.
    expect(kept(changed, "network/aws_subnet.a")).toBe(true);
  });

  test("a resource of another stack is made again whose reference is worth something else", () => {
    const changed = after(({ resource }) => {
      resource.aws_vpc.main.cidr_block = "10.1.0.0/16";
    });
    expect(kept(changed, "database/aws_db_instance.one")).toBe(false);
    expect(changed.find("database/aws_db_instance.one")?.get("description")).toEqual({
      kind: "constant",
      value: "10.1.0.0/16",
    });
    expect(kept(changed, "database/aws_db_instance.two")).toBe(true);
  });

  test("a resource is made again whose reference is gone", () => {
    const changed = after(({ resource }) => {
      delete resource.aws_vpc;
    });
    expect(changed.find("network/aws_subnet.a")?.get("vpc_id").kind).toBe("unknown");
    expect(kept(changed, "database/aws_db_instance.two")).toBe(false);
  });

  test("neither configuration changes the other one", () => {
    after(({ resource }) => {
      resource.aws_db_instance = { three: { identifier: "three" } };
    });
    expect(before.resources("aws_db_instance").map(({ name }) => name)).toEqual(["one", "two"]);
  });
});

describe("a fact", () => {
  const derived: string[] = [];
  const names = (configuration: Configuration, type: string): string[] => {
    derived.push(type);
    return configuration.resources(type).map(({ name }) => name);
  };
  const both = (configuration: Configuration): string[] => [
    ...configuration.derived(names, "aws_vpc"),
    ...configuration.derived(names, "aws_db_instance"),
  ];

  beforeEach(() => {
    before.derived(both);
    derived.length = 0;
  });

  test("is derived once", () => {
    expect(before.derived(names, "aws_vpc")).toEqual(["main"]);
    expect(derived).toEqual([]);
  });

  test("is kept where nothing has changed that was asked for it, however much else has", () => {
    const changed = after(({ resource }) => {
      resource.aws_subnet.b = {};
    });
    expect(changed.derived(both)).toBe(before.derived(both));
    expect(derived).toEqual([]);
  });

  test("is derived again with every fact that depends on it", () => {
    const changed = after(({ resource }) => {
      resource.aws_vpc.second = {};
    });
    expect(changed.derived(both)).toEqual(["main", "second", "one", "two"]);
    expect(derived).toEqual(["aws_vpc"]);
    expect(before.derived(both)).toEqual(["main", "one", "two"]);
  });

  test("is kept where the facts that it was derived from come to the same", () => {
    const changed = after(({ resource }) => {
      resource.aws_vpc.main.tags = { Name: "another" };
    });
    expect(changed.derived(both)).toBe(before.derived(both));
    expect(derived).toEqual(["aws_vpc"]);
  });

  test("cannot be derived from two configurations", () => {
    const mixed = (): unknown => before.resources("aws_vpc");
    expect(() => after(() => {}).derived(mixed)).toThrow(
      "type aws_vpc was asked of an earlier configuration.",
    );
  });

  test.each<[string, (network: Json, database: Json) => void, (configuration: Configuration) => unknown]>([
    [
      "an address",
      ({ resource }) => delete resource.aws_vpc.main,
      (one) => one.find("network/aws_vpc.main")?.name,
    ],
    ["types", ({ resource }) => delete resource.aws_vpc, ({ types }) => types],
    [
      "a type in another order",
      (_, { resource }) => {
        const { one, two } = resource.aws_db_instance;
        resource.aws_db_instance = { two, one };
      },
      (one) => one.resources("aws_db_instance").map(({ name }) => name),
    ],
    [
      "a provider",
      (json) => {
        json.provider = { aws: [{ region: "eu-west-1" }] };
      },
      (one) => one.providers("aws"),
    ],
    [
      "what is not read",
      (json) => {
        json.module = { more: {} };
      },
      ({ unread }) => unread,
    ],
    [
      "a stack",
      (json) => {
        json.output.more = { value: "1" };
      },
      ({ stacks }) => stacks.map(({ outputNames }) => outputNames),
    ],
    [
      "a name",
      ({ resource }) => {
        resource.aws_security_group.nodes = { name: "nodes" };
      },
      (one) => one.named("aws_security_group", { kind: "constant", value: "nodes" }).answer,
    ],
  ])("is derived again where %s was asked and is different", (_, change, ask) => {
    const told = before.derived(ask);
    expect(after(change).derived(ask)).not.toEqual(told);
    expect(before.derived(ask)).toBe(told);
  });
});

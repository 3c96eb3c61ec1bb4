import { prove } from "../../src/assurance";
import { intentOf } from "../../src/stacks/intent";
import { environment, organization } from "../support/fixtures";
import { Synthesis } from "./support/mutations";
import { sourcesOf } from "./support/sources";

/** What the rule says of a topology whose database's VPC is 10.1.0.0/16. */
const found = (topology: string, serviceRange: string): string[] => {
  const config = environment({ topology }, [organization("acme")]);
  const json = new Synthesis(sourcesOf(config)).copy();
  json.one("cluster", "aws_eks_cluster").kubernetes_network_config.service_ipv4_cidr = serviceRange;
  const [proof] = prove(json.sources, [intentOf(config)]);
  return (proof?.invariants ?? [])
    .filter(({ rule, result }) => rule === "services-apart" && result !== "compliant")
    .map((one) => one.found);
};

const range = "10.1.0.0/20";

test("the gate finds a range of Kubernetes services that overlaps a VPC to which routes lead", () =>
  expect(found("peering", range)).toEqual([
    expect.stringMatching(/^its services overlap test-network\/aws_subnet\.\S+ \(10\.1\.0\.0\/20\)$/),
  ]));

test.each(["private-link", "resource-endpoint"])("in %s no route leads to the database's VPC", (topology) =>
  expect(found(topology, range)).toEqual([]),
);

import { asOf, hours, monthly, prices, spotShare, traffic } from "./prices";
import { environmentWith, switches } from "./switches";
import { costTable, dollars, sumOf } from "./table";

/** docs/cost.md: what the shipped environments cost, and what each switch changes. */
export function costPage(config = "config"): string {
  const [dev, prod] = ["dev", "prod"].map((name) => environmentWith(config, name, []));
  if (!dev || !prod) throw new Error("dev and prod are shipped");
  const base = sumOf(prod);
  const changes = Object.entries(switches).map(([name, change]) => {
    const difference = Math.round(sumOf(environmentWith(config, "prod", change)) - base);
    return `| ${name} | ${difference > 0 ? "+" : ""}${dollars(difference)} |`;
  });
  const saved =
    prod.all("aws_vpc_endpoint").filter(({ vpc_endpoint_type }) => vpc_endpoint_type === "Interface").length -
    1;
  const perGib = traffic.natGateway - traffic.interfaceEndpoint;
  const breakEven = Math.round((saved * prod.zones * monthly(prices.interfaceEndpoint)) / perGib / 1024);
  return `<!-- Made by npm run cost -- --page from scripts/cost/. -->
# What it costs

What the two shipped environments cost a month of ${hours} hours, by the list prices of ${asOf.region} on ${asOf.date}, without tax, savings plans or
free tiers. Quantities are counted in the Terraform that is synthesized; \`npm run cost\` does the same for your own. Prices move: look
at [AWS's calculator](https://calculator.aws) before you rely on a sum. eu-west-1 is some tenth above.

${costTable(
  new Map([
    ["dev", dev],
    ["prod", prod],
  ]),
)}

A spot instance is counted with ${spotShare * 100} % of its price on demand, which moves with the hour. Nodes are counted as \`minSize\`.

## By use, and not in the table

| part | what it is charged by |
|---|---|
| logs: control plane, flow logs, PostgreSQL, functions | 0.50 USD a GiB written, half of it with \`network.flowLogClass: infrequent-access\`; a small cluster writes 10 to 50 GiB a month |
| traffic through NAT gateways | ${traffic.natGateway} USD a GiB, and nothing to S3, which has a gateway endpoint |
| traffic through interface endpoints | ${traffic.interfaceEndpoint} USD a GiB, in \`private-link\` that of the database too |
| traffic between zones | 0.01 USD a GiB in each direction |
| load balancers | by capacity units, below a dollar where connections stay open |
| functions | cents; one that follows an instance's address runs all the time: about 3 USD |
| dashboards | 3 USD each, beyond the first three of an account |
| metrics of functions | ${prices.metric.usd.toFixed(2)} USD each: two a credentials function, six a load balancer |
| backups | what automated ones take beyond the size of the volume, and snapshots: 0.095 USD a GiB |
| traffic of \`resource-endpoint\` | ${traffic.resourceEndpoint} USD a GiB through the endpoint, and ${traffic.resourceGateway} through the resource gateway of VPC Lattice |

## What a switch changes

On top of \`prod\` as above, in USD a month:

| switch | change |
|---|---:|
${changes.join("\n")}

An instance of an organization costs as much as \`database\` says unless its file says less under \`instance\`. Where each organization has
an instance of its own, \`database.shared: false\` leaves out the shared one, with its function, keys and alarms.

\`database.extendedSupport: true\` costs 0.10 USD a virtual CPU and hour, standby included, once the standard support of the version has
ended, and twice that from the third year on.

## Where dev saves

\`config/dev\` has one NAT gateway, and no interface endpoints beside the cluster: what they would carry goes through the gateway, whose
traffic costs more, and which is not bound to the account by an endpoint's policy. Nothing that keeps other organizations out depends on
them. The ${saved} of \`prod\` pay from about ${breakEven} TiB a month on, or where no traffic may leave AWS's network. The endpoint of Secrets Manager beside the
database stays, because there is no other way out.
`;
}

import { asOf, hours, monthly, prices, spotShare, traffic } from "./prices";
import { environmentWith, switches } from "./switches";
import { costTable, dollars, sumOf } from "./table";

/** docs/cost.md: cost of the shipped environments, and the effect of each switch. */
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
free tiers. Quantities are counted in the synthesized Terraform; \`npm run cost\` does the same for your own environments. Prices change: check
[AWS's calculator](https://calculator.aws) before you rely on a sum. eu-west-1 costs about a tenth more.

${costTable(
  new Map([
    ["dev", dev],
    ["prod", prod],
  ]),
)}

A spot instance is counted with ${spotShare * 100} % of the on-demand price; its price changes hourly. \`minSize\` nodes are counted.

## Charged by use, not in the table

| part | charge |
|---|---|
| logs: control plane, flow logs, PostgreSQL, functions | 0.50 USD per GiB written, half of it with \`network.flowLogClass: infrequent-access\`; a small cluster writes 10 to 50 GiB per month |
| traffic through NAT gateways | ${traffic.natGateway} USD per GiB; traffic to S3 is free, through a gateway endpoint |
| traffic through interface endpoints | ${traffic.interfaceEndpoint} USD per GiB, with \`private-link\` including the database traffic |
| traffic between zones | 0.01 USD per GiB in each direction |
| load balancers | by capacity units, below a dollar if connections stay open |
| functions | cents; a function that follows an instance's address runs most of the time: about 7 USD |
| dashboards | 3 USD each, beyond the first three of an account |
| metrics of functions | ${prices.metric.usd.toFixed(2)} USD each: two per credentials function, six per load balancer |
| backups | snapshots, and automated backups beyond the size of the volume: 0.095 USD per GiB |
| traffic of \`resource-endpoint\` | ${traffic.resourceEndpoint} USD per GiB through the endpoint, and ${traffic.resourceGateway} through the resource gateway of VPC Lattice |

## What a key changes

In addition to \`prod\` as above, in USD per month:

| key | change |
|---|---:|
${changes.join("\n")}

An organization's own instance has the settings of \`database\`, unless its file sets others under \`instance\`. If each organization has
its own instance, \`database.shared: false\` omits the shared one, with its function, keys and alarms.

\`database.extendedSupport: true\` costs 0.10 USD per virtual CPU and hour, including those of the standby, once the standard support of the
version has ended, and twice that from the third year on.

## Where dev saves

\`config/dev\` has one NAT gateway, and no interface endpoints in the cluster's subnets: their traffic goes through the gateway, where it
costs more, and where no endpoint policy restricts it to the account. The isolation of organizations does not depend on these endpoints.
The ${saved} of \`prod\` are cheaper from about ${breakEven} TiB per month on, or are needed where no traffic may leave AWS's network. The endpoint of
Secrets Manager in the database's subnets stays, because these have no other path to Secrets Manager.
`;
}

import { hidesAws } from "../known/private-names";
import {
  blocksOf,
  booleanOf,
  type Configuration,
  isUnknown,
  keyOf,
  listOf,
  possible,
  type Resource,
  textOf,
  type Value,
} from "../terraform";
import type { Database } from "./databases";
import { idOf, Notes } from "./notes";
import type { Party } from "./parties";

/**
 * What the host name of a database resolves to in its clients' VPCs. Clients use an instance's own name with any
 * topology, because of its certificate: an open path is useless if the name resolves to something else.
 */
export class HostNames {
  private readonly known = new Map<string, string | undefined>();
  private readonly records: (zone: Resource) => readonly Resource[];
  private readonly dhcpOptions: (vpc: Resource) => readonly Resource[];
  private readonly zones: readonly Resource[];
  private readonly associations: readonly Resource[];

  constructor(
    private readonly configuration: Configuration,
    notes = new Notes(configuration),
  ) {
    // Read at once, so that the facts on which a network depends are recorded.
    this.zones = configuration.resources("aws_route53_zone");
    this.associations = configuration.resources("aws_route53_zone_association");
    this.records = notes.byOwner("aws_route53_record", "zone_id", "aws_route53_zone", "none");
    this.dhcpOptions = notes.byOwner("aws_vpc_dhcp_options_association", "vpc_id", "aws_vpc", "none");
  }

  /**
   * Why the host name of a database may not resolve, for a source, to the party to which it connects: the database, a
   * proxy, or an endpoint. Load balancers have their own names.
   *
   * @returns undefined if it certainly resolves to the party
   */
  misleads(source: Party, database: Database, to: Party): string | undefined {
    if (to.kind !== "database" && to.kind !== "proxy" && to.kind !== "endpoint") return undefined;
    for (const vpc of new Set(source.interfaces.map(({ subnet }) => subnet.vpc.address))) {
      const question = `${vpc} ${database.address} ${to.address}`;
      if (!this.known.has(question)) this.known.set(question, this.misleadsIn(vpc, database, to));
      const reason = this.known.get(question);
      if (reason !== undefined) return reason;
    }
    return undefined;
  }

  private misleadsIn(address: string, database: Database, to: Party): string | undefined {
    const vpc = this.configuration.find(address);
    if (!vpc) return `the names of ${address} are not known`;
    const host = to.kind === "proxy" ? `${to.address}.endpoint` : `${database.address}.address`;
    const zones = this.zonesOf(vpc).filter((zone) => covers(zone.get("name"), host));
    const mayBeHidden = zones.map((zone) => `${zone.address} may lead ${host} elsewhere`)[0];
    const resolution = this.resolutionOf(vpc, to.kind === "endpoint");
    if (resolution !== undefined || to.kind !== "endpoint") return resolution ?? mayBeHidden;
    const isPrivate = booleanOf(this.configuration.find(to.address)?.get("private_dns_enabled") ?? noValue);
    if (isPrivate === true && zones.length === 0) return undefined;
    if (zones.length === 0) return `no private zone of ${address} leads ${host} to ${to.name}`;
    const wrong = zones.find((zone) => !this.leadsTo(zone, host, to));
    return wrong && `no record of ${wrong.address} leads ${host} to ${to.name} and nowhere else`;
  }

  /** Whether a zone is for one host name only, and its records resolve to one endpoint only. */
  private leadsTo(zone: Resource, host: string, to: Party): boolean {
    const own = this.records(zone).filter((record) => !isOther(record.get("name"), host));
    const leading = own.filter((record) => keyOf(record.get("name")) === host && isOf(record, to));
    return keyOf(zone.get("name")) === host && leading.length > 0 && leading.length === own.length;
  }

  private zonesOf(vpc: Resource): Resource[] {
    const names = (value: Value): boolean =>
      possible(this.configuration.named("aws_vpc", value)).some(({ key }) => key === idOf(vpc));
    const associated = this.associations
      .filter((one) => names(one.get("vpc_id")))
      .flatMap((one) => possible(this.configuration.named("aws_route53_zone", one.get("zone_id"))))
      .map(({ resource }) => resource);
    const own = this.zones.filter((zone) =>
      blocksOf(zone.get("vpc")).some(
        (block) => isUnknown(block) || names(block.entries.get("vpc_id") ?? block),
      ),
    );
    return [...new Set([...own, ...associated])];
  }

  /**
   * Why AWS may not resolve names in a VPC. Private names also require DNS host names.
   * https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
   */
  private resolutionOf(vpc: Resource, isPrivate: boolean): string | undefined {
    const support = booleanOf(vpc.get("enable_dns_support")) ?? true;
    const hostnames = booleanOf(vpc.get("enable_dns_hostnames")) ?? false;
    if (support !== true) return `enable_dns_support of ${vpc.address} is not true`;
    if (isPrivate && hostnames !== true) return `enable_dns_hostnames of ${vpc.address} is not true`;
    const others = this.dhcpOptions(vpc).find((association) => {
      const options = possible(
        this.configuration.named("aws_vpc_dhcp_options", association.get("dhcp_options_id")),
      );
      return options.length === 0 || options.some(({ resource }) => !isResolvedByAws(resource));
    });
    return others && `${others.address} has names of ${vpc.address} resolved by other servers`;
  }
}

const noValue: Value = { kind: "constant", value: null };

function isResolvedByAws(options: Resource): boolean {
  const servers = listOf(options.get("domain_name_servers")) ?? [];
  return !isUnknown(servers) && servers.every((server) => textOf(server) === "AmazonProvidedDNS");
}

/** Whether a zone may contain a host name. */
function covers(name: Value, host: string): boolean {
  return name.kind === "constant" ? hidesAws(String(name.value)) : !isOther(name, host);
}

/** Whether a name certainly differs from a host name: it is exact, or the host of another resource. */
const isOther = (name: Value, host: string): boolean =>
  name.kind === "constant"
    ? !hidesAws(String(name.value))
    : /\.(address|endpoint|dns_name)$/.test(keyOf(name)) && keyOf(name) !== host;

/** Whether a record resolves to the names of an endpoint, with a type that clients query. */
function isOf(record: Resource, to: Party): boolean {
  const isItsName = (value: Value): boolean => keyOf(value).startsWith(`${to.address}.dns_entry.`);
  const type = textOf(record.get("type"));
  const values = listOf(record.get("records"));
  return values === undefined
    ? type === "A" && isItsName(record.get("alias", 0, "name"))
    : type === "CNAME" && !isUnknown(values) && values.length > 0 && values.every(isItsName);
}

import { hidesAws } from "../../known/private-names";
import {
  blocksOf,
  type Configuration,
  certain,
  isAbsent,
  keyOf,
  type Resource,
  textOf,
  type Value,
} from "../../terraform";
import { entryOf } from "../../terraform/blocks";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

/**
 * Types that belong to a zone. A record in a public zone redirects people, or proves ownership of a name to a
 * certificate authority.
 */
const inZones = {
  aws_route53_record: "it declares a name in",
  aws_route53_zone_association: "it associates a VPC with",
};

export const namesKnown: Rule = {
  id: "names-known",
  threat:
    "A private zone takes precedence over public DNS: it can direct clients of a database or of AWS to an attacker's address.",
  mayBeAnswered: true,
  check: ({ configuration }: Evidence): Finding[] => [
    ...configuration.resources("aws_vpc").map(({ address }) => compliant(address)),
    ...configuration.resources("aws_route53_zone").map((zone) => judgeZone(zone, configuration)),
    ...configuration.resources("aws_vpc_dhcp_options").map(judgeOptions),
    ...Object.entries(inZones).flatMap(([type, does]) =>
      configuration.resources(type).map((one) => {
        const zone = one.get("zone_id");
        return certain(configuration.named("aws_route53_zone", zone))
          ? compliant(one.address)
          : unknown(one.address, `${does} the zone ${spelled(zone)}, which is not declared here`);
      }),
    ),
  ],
};

/**
 * Names with few dots are first resolved in the search domain, including names of AWS services: the owner of the domain
 * could answer for them.
 */
function judgeOptions(options: Resource): Finding {
  const domain = textOf(options.get("domain_name"));
  return domain === undefined || /^(ec2|[a-z0-9-]+\.compute)\.internal$/.test(String(domain))
    ? compliant(options.address)
    : unknown(options.address, `hosts search short names in the domain ${String(domain)}`);
}

const spelled = (value: Value): string => (isAbsent(value) ? "nothing" : keyOf(value));

/** A zone named after a declared database is judged with the path to the database. */
function judgeZone(zone: Resource, configuration: Configuration): Finding {
  const name = keyOf(zone.get("name"));
  const text = textOf(zone.get("name"));
  if (isAbsent(zone.get("vpc")) || hostOfDatabase.test(name)) return compliant(zone.address);
  if (typeof text !== "string")
    return unknown(zone.address, `the names that it answers for are not known: ${spelled(zone.get("name"))}`);
  const elsewhere = blocksOf(zone.get("vpc"))
    .map((block) => entryOf(block, "vpc_id"))
    .find((vpc) => !certain(configuration.named("aws_vpc", vpc)));
  if (elsewhere)
    return unknown(zone.address, `it answers in the VPC ${spelled(elsewhere)}, which is not declared here`);
  return hidesAws(text)
    ? violated(zone.address, `it answers for names of AWS: its name is ${text}`)
    : compliant(zone.address);
}

const hostOfDatabase = /\/aws_(db_instance\.[^.]+\.address|db_proxy\.[^.]+\.endpoint)$/;

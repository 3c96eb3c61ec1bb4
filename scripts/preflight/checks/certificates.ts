import { z } from "zod";
import type { Environment } from "../../../src/config/model";
import { openedApplications } from "../../../src/config/opened-applications";
import type { Aws } from "../../aws/cli";
import { AwsError } from "../../aws/errors";
import { type Check, enough, type Finding, lacking, read } from "../check";
import type { Needs } from "../needs";

const describe = read("acm:DescribeCertificate", "acm", "describe-certificate");
const certificateShape = z.object({
  Certificate: z.object({
    Status: z.string(),
    DomainName: z.string(),
    SubjectAlternativeNames: z.array(z.string()).default([]),
  }),
});

const ruleShape = z.object({
  condition: z.array(z.object({ host_header: z.object({ values: z.array(z.string()) }) })),
});

/** An application that is not opened yet. */
interface Opening {
  /** `<organization>/<application>` */
  readonly application: string;
  readonly hostname: string;
  readonly certificateArn: string;
}

export const certificates: Check = {
  name: "Certificates of opened applications",
  reason:
    "An apply ends with `CertificateNotFound` or `UnsupportedCertificate`, and browsers refuse a certificate without the host name.",
  reads: [describe],
  look: ({ aws, needs }) =>
    Promise.all(openings(needs).map((opening) => findingOf(opening, aws, needs.environment))),
};

/** Applications in config whose listener rule is in no state. */
function openings(needs: Needs): Opening[] {
  const hosts = needs
    .of("aws_lb_listener_rule")
    .flatMap(({ values }) => ruleShape.parse(values).condition)
    .flatMap(({ host_header }) => host_header.values);
  return needs.environment.organizations.flatMap((organization) =>
    openedApplications(organization)
      .map(({ application: { name, access } }) => ({
        application: `${organization.name}/${name}`,
        hostname: access.hostname,
        certificateArn: access.certificateArn,
      }))
      .filter(({ hostname }) => hosts.includes(hostname)),
  );
}

async function findingOf(
  { application, hostname, certificateArn }: Opening,
  aws: Aws,
  { region }: Environment,
): Promise<Finding> {
  const request = `aws acm request-certificate --region ${region} --validation-method DNS --domain-name ${hostname}`;
  const another = `Name another one as certificateArn of ${application}, or request one: ${request}`;
  const found = await certificate(aws, certificateArn);
  if (!found) return lacking(`${certificateArn} does not exist`, another);
  const { Status, DomainName, SubjectAlternativeNames } = found;
  const names = [...new Set([DomainName, ...SubjectAlternativeNames])];
  if (!names.some((name) => covers(name, hostname)))
    return lacking(`${certificateArn} is for ${names.join(", ")}, not for ${hostname}`, another);
  if (Status === "PENDING_VALIDATION")
    return lacking(
      `${certificateArn} for ${hostname} is not validated yet`,
      `Create the DNS record that this prints: aws acm describe-certificate --region ${region} --certificate-arn ${certificateArn} --query 'Certificate.DomainValidationOptions[].ResourceRecord'`,
    );
  return Status === "ISSUED"
    ? enough(`the one for ${hostname} is issued`)
    : lacking(`${certificateArn} for ${hostname} is ${Status}`, another);
}

/** @returns undefined if the certificate does not exist */
async function certificate(aws: Aws, arn: string) {
  try {
    return (await aws.ask(describe, certificateShape, "--certificate-arn", arn)).Certificate;
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/**
 * A wildcard matches the first label only.
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
 */
const covers = (name: string, hostname: string): boolean =>
  name === hostname || (name.startsWith("*.") && hostname.slice(hostname.indexOf(".")) === name.slice(1));

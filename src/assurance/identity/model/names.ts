import { rememberedByKey } from "../../remembered";
import {
  type Configuration,
  isAbsent,
  keyOf,
  type Reference,
  type Resource,
  type Value,
} from "../../terraform";
import { Text } from "../policy/text";
import { arn, iamArn, type Place, placeOf } from "./place";

type Shape = (names: Names, resource: Resource, place: Place) => Text;

/**
 * ARNs and ids that AWS derives from a resource's attributes. IAM compares ARNs as texts, so an exact ARN in a policy
 * and a reference must give the same text.
 */
const shapes: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  aws_iam_role: {
    arn: (names, role, place) =>
      iamArn(place, "role", names.path(role), names.text(role.attribute(["name"]))),
    id: (names, role) => names.text(role.attribute(["name"])),
  },
  aws_iam_user: {
    arn: (names, user, place) =>
      iamArn(place, "user", names.path(user), names.text(user.attribute(["name"]))),
  },
  aws_iam_policy: {
    arn: (names, policy, place) =>
      iamArn(place, "policy", names.path(policy), names.text(policy.attribute(["name"]))),
  },
  aws_iam_openid_connect_provider: {
    arn: (names, provider, place) => iamArn(place, "oidc-provider/", names.issuer(provider)),
  },
  aws_secretsmanager_secret: { arn: secretArn, id: secretArn },
  aws_kms_key: {
    arn: (_, key, place) => arn(place, "kms", "key/", madeByAws(key, "key_id")),
    id: (_, key) => madeByAws(key, "key_id"),
  },
  aws_db_instance: {
    arn: (names, instance, place) => arn(place, "rds", "db:", names.text(instance.attribute(["identifier"]))),
    id: (_, instance) => instanceId(instance),
    resource_id: (_, instance) => instanceId(instance),
    "master_user_secret.0.secret_arn": (_, instance, place) =>
      arn(place, "secretsmanager", "secret:rds!db-", uuid(instance), "-", suffix(instance)),
    "master_user_secret.0.kms_key_id": (names, instance) =>
      names.text(instance.get("master_user_secret_kms_key_id")),
  },
  aws_security_group: {
    arn: (_, group, place) => arn(place, "ec2", "security-group/", groupId(group)),
    id: (_, group) => groupId(group),
  },
  aws_db_proxy: { arn: (_, proxy, place) => arn(place, "rds", "db-proxy:", proxyId(proxy)) },
  aws_lambda_function: {
    arn: (names, lambda, place) =>
      arn(place, "lambda", "function:", names.text(lambda.attribute(["function_name"]))),
  },
  aws_lb_target_group: {
    arn: (names, group, place) =>
      arn(
        place,
        "elasticloadbalancing",
        "targetgroup/",
        names.text(group.attribute(["name"])),
        "/",
        characters(`${group.address}.id`, 16, hexadecimal),
      ),
  },
};

/** One object per text: policies of all organizations have the same actions and condition keys. */
const textsBySpelling = (): ((spelling: string) => Text) => rememberedByKey((spelling) => Text.of(spelling));

/** Converts Terraform values to texts that can be compared with policies. */
export class Names {
  private readonly written: (text: string) => Text;

  constructor(private readonly configuration: Configuration) {
    this.written = configuration.derived(textsBySpelling);
  }

  text(value: Value): Text {
    switch (value.kind) {
      case "constant":
        return isAbsent(value) ? unclear("an attribute that is left out") : this.written(String(value.value));
      case "template":
        return Text.join(...value.parts.map((part) => this.text(part)));
      case "reference":
        return this.reference(value);
      case "call":
        return this.call(value.name, value.args, value);
      case "unknown":
        return unclear(value.reason);
      default:
        return unclear(`${value.kind} in the place of a text`);
    }
  }

  texts(value: Value): Text[] {
    return value.kind === "list" ? value.items.map((item) => this.text(item)) : [this.text(value)];
  }

  place(resource: Resource): Place {
    return this.configuration.derived(placeOf, `${resource.stack} ${resource.provider ?? ""}`);
  }

  /** The issuer of an identity provider's tokens without https://, which prefixes its condition keys. */
  issuer(provider: Resource): Text {
    const url = provider.attribute(["url"]);
    if (url.kind === "constant") return Text.of(String(url.value).replace(/^https:\/\//, ""));
    return host(keyOf(url));
  }

  path(resource: Resource): Text {
    const path = resource.get("path");
    return isAbsent(path) ? Text.of("/") : this.text(path);
  }

  private reference({ address, path }: Reference): Text {
    const resource = this.configuration.find(address);
    const name = path.join(".");
    if (resource?.mode !== "resource") return unknownText(`${address}.${name}`);
    const shape = shapes[resource.type]?.[name];
    return shape ? shape(this, resource, this.place(resource)) : madeByAws(resource, name);
  }

  /** Functions that occur in names: removing https:// from a cluster's issuer, and splitting a proxy's ARN. */
  private call(name: string, args: readonly Value[], value: Value): Text {
    const [of, what, by] = args;
    const proxy = name === "element" && what?.kind === "constant" && what.value === 6 && this.splitArn(of);
    if (proxy) return proxyId(proxy);
    const strips =
      (name === "trimprefix" && isText(what, "https://")) ||
      (name === "replace" && isText(what, "https://") && isText(by, ""));
    return strips && of ? host(keyOf(of)) : unknownText(keyOf(value));
  }

  /** The proxy whose ARN is split at its colons: arn:aws:rds:region:account:db-proxy:prx-... */
  private splitArn(value: Value | undefined): Resource | undefined {
    if (value?.kind !== "call" || value.name !== "split") return undefined;
    const [separator, text] = value.args;
    if (!isText(separator, ":") || text?.kind !== "reference" || text.path.join(".") !== "arn")
      return undefined;
    const resource = this.configuration.find(text.address);
    return resource?.type === "aws_db_proxy" ? resource : undefined;
  }
}

function secretArn(names: Names, secret: Resource, place: Place): Text {
  return arn(place, "secretsmanager", "secret:", names.text(secret.attribute(["name"])), "-", suffix(secret));
}

/** The six characters that Secrets Manager appends to each ARN. */
const suffix = (resource: Resource): Text => characters(`${resource.address}.suffix`, 6);

const hexadecimal = "0123456789abcdef";

/** Format: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/resource-ids.html */
const groupId = ({ address }: Resource): Text =>
  Text.join("sg-", characters(`${address}.id`, 17, hexadecimal));

/** RDS names its secrets by UUIDs, which equal no other name. */
const uuid = ({ address }: Resource): Text => {
  const groups = [8, 4, 4, 4, 12].map((length, group) =>
    characters(`${address}.secret.${group}`, length, hexadecimal),
  );
  return Text.join(...groups.flatMap((group, index) => (index === 0 ? [group] : ["-", group])));
};

const characters = (id: string, count: number, allowed?: string): Text =>
  Text.of(
    ...Array.from({ length: count }, (_, index) => ({
      placeholder: "unknown" as const,
      length: "one" as const,
      id: `${id}.${index}`,
      ...(allowed !== undefined && { characters: allowed }),
    })),
  );

/** Generated ids are unique among resources of a type. A data source may return the id of a declared resource. */
const madeByAws = (resource: Resource, name: string, without?: string) =>
  Text.of({
    placeholder: "unknown",
    length: "any",
    id: `${resource.address}.${name}`,
    kind: `${resource.type}.${name}`,
    ...(without !== undefined && { without }),
  });

/** Resource id of an instance in rds-db:connect. */
const instanceId = (instance: Resource): Text => Text.join("db-", madeByAws(instance, "resource_id", "/"));

/** Resource id of a proxy in rds-db:connect; the provider only returns it as a part of the ARN. */
export const proxyId = (proxy: Resource): Text => Text.join("prx-", madeByAws(proxy, "resource_id", "/"));

const host = (url: string): Text => unknownText(`host of ${url}`);
const unknownText = (id: string): Text => Text.of({ placeholder: "unknown", length: "any", id });
const isText = (value: Value | undefined, text: string): boolean =>
  value?.kind === "constant" && value.value === text;

export const unclear = (reason: string): Text => Text.of({ placeholder: "unclear", length: "any", reason });

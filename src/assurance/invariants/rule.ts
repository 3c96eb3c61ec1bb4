import { concatenated } from "../grouping";
import type { IdentityModel } from "../identity/model/model";
import type { Network } from "../network";
import { remembered } from "../remembered";
import type { RuleId } from "../rule-names";
import { type Configuration, isUnknown, type Resource, type Stack, textOf, type Value } from "../terraform";

/** What rules judge: one environment. */
export interface Evidence {
  readonly configuration: Configuration;
  readonly identity: IdentityModel;
  readonly network: Network;
  readonly choices: OwnerChoices;
}

/** Choices of the owners of the environment, which rules enforce. */
export interface OwnerChoices {
  /** Identifiers of the databases that are to be protected from deletion; `true` for all. @default - not judged */
  readonly deletionProtection?: boolean | readonly string[];
  /** Names of the stacks that no plan may destroy. @default - not judged */
  readonly protectedStacks?: readonly string[];
  /** Ranges that may reach the Kubernetes API from the internet. @default - any that are not the whole internet */
  readonly apiRanges?: readonly string[];
  /** Where everything is made. @default - not judged */
  readonly place?: Place;
  /** How states are kept: the backend, and arguments that config decides. @default - any known backend */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Mirror that holds the charts. @default - their public repositories */
  readonly chartRepository?: string | undefined;
  /** Where images of charts come from. @default - not judged */
  readonly images?: ImageChoices;
  /** For how many days logs are kept, by the stack of what writes them. @default - not judged */
  readonly logDays?: ReadonlyMap<string, number>;
  readonly flowLogsRarelyRead?: boolean;
  /** Days between two rotations of an organization's credentials at most, by its stack. @default - 90 days */
  readonly rotationDays?: ReadonlyMap<string, number>;
  /** Bucket and prefix of names to which load balancers before applications write access logs. @default - they write none */
  readonly accessLogs?: { readonly bucket: string; readonly prefix?: string | undefined } | undefined;
  /** ARN of the web ACL before applications. @default - not judged */
  readonly webAcl?: string | undefined;
  /** Days that an instance's backups are kept at least, by its stack. @default - one day */
  readonly backupDays?: ReadonlyMap<string, number>;
  /** Addresses that are told of alarms and events: mailboxes and URLs. @default - not judged */
  readonly subscribers?: readonly string[];
  /** All workloads that there are meant to be. @default - not judged */
  readonly workloads?: readonly WorkloadChoices[];
}

/** The mirror that holds images under their whole public names, and digests by the last parts of their names. */
export interface ImageChoices {
  readonly registry?: string | undefined;
  readonly digests: Readonly<Record<string, string | undefined>>;
}

/** A workload with the image of its container: that with this name, or any version of it where it ends with a colon. */
export interface WorkloadChoices {
  readonly namespace: string;
  readonly workload: string;
  readonly image: string;
  /** Kubernetes secret with which nodes pull the image. @default - none */
  readonly pullSecret?: string | undefined;
  /** Variables that config gives it, with their values. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /** Variables whose values are generated in secrets, and without which it stores what they protect in plain text. @default - none */
  readonly generated?: readonly string[];
  /** The name by which it is opened. @default - it is not */
  readonly hostname?: string | undefined;
  /** What config has it take from secrets. @default - nothing */
  readonly secrets?: readonly AskedSecret[];
}

/** A variable whose value is in a secret. */
export interface AskedSecret {
  readonly variable: string;
  /** Name of the secret as Secrets Manager has it, or the ARN of one that is not made here. */
  readonly secret: string;
  /** Key of its JSON. */
  readonly key: string;
  /** ARN of the key that encrypts one that is not made here. @default - that of AWS, or it is made here */
  readonly kmsKeyArn?: string | undefined;
}

/** The environment, and the account and the region of AWS where it is made. */
export interface Place {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
}

export interface Finding {
  readonly result: "compliant" | "violated" | "unknown";
  /** Address of what was judged. */
  readonly place: string;
  /** What was found there. Empty when it is compliant. */
  readonly found: string;
  /** Address of the resource that makes it so, such as a route before what it leads to. @default - that of `place` */
  readonly cause?: string | undefined;
  /** Why, line by line. @default - `found` says all */
  readonly because?: readonly string[];
}

/** Something that holds in every environment. */
export interface Rule {
  /** Its name for exceptions; `ruleNames` has the sentence that is true where it holds. */
  readonly id: RuleId;
  /** The threat that it is there for. */
  readonly threat: string;
  /**
   * Whether an exception may answer for what is unknown: it is one thing that a list of known ones lacks, and the owners
   * say what it does. @default false: what is unknown may be anything
   */
  readonly mayBeAnswered?: true;
  /** One finding for each thing that the rule is about. */
  check(evidence: Evidence): readonly Finding[];
}

export const compliant = (place: string): Finding => ({ result: "compliant", place, found: "" });
/** One finding per resource, so that what follows from the findings of an unchanged resource is not derived again. */
export const compliantOne = remembered(({ address }: Resource): Finding => compliant(address));
export const violated = (
  place: string,
  found: string,
  more: Pick<Finding, "cause" | "because"> = {},
): Finding => ({ result: "violated", place, found, ...more });
export const unknown = (
  place: string,
  found: string,
  more: Pick<Finding, "cause" | "because"> = {},
): Finding => ({ result: "unknown", place, found, ...more });

/** Judges a text: `undefined` stands for an attribute that is left out. */
export function judge(
  place: string,
  what: string,
  value: Value,
  isGood: (text: string | undefined) => boolean,
): Finding {
  const text = textOf(value);
  if (isUnknown(text)) return unknown(place, `${what}: ${text.reason}`);
  return isGood(text) ? compliant(place) : violated(place, `${what} is ${text ?? "left out"}`);
}

/** Judges an attribute of every resource of a type. */
export const everyResource =
  (type: string, attribute: string, isGood: (text: string | undefined) => boolean) =>
  ({ configuration }: Evidence): Finding[] =>
    configuration
      .resources(type)
      .map((resource) => judge(resource.address, attribute, resource.get(attribute), isGood));

/** Judges each resource of a type by itself. */
export const forEach =
  (type: string, check: (resource: Resource, evidence: Evidence) => Finding | readonly Finding[]) =>
  (evidence: Evidence): Finding[] =>
    evidence.configuration.resources(type).flatMap((resource) => check(resource, evidence));

/** Judges each stack by itself: one in which nothing has changed is not judged again. */
export const forEachStack = (
  check: (stack: Stack, configuration: Configuration, choices: OwnerChoices) => readonly Finding[],
) => {
  const checkIn = remembered(
    (choices: OwnerChoices) => (configuration: Configuration, name: string) =>
      check(configuration.stack(name), configuration, choices),
  );
  return ({ configuration, choices }: Evidence): Finding[] =>
    concatenated(configuration.stackNames.map((name) => configuration.derived(checkIn(choices), name)));
};

/** The worst of several findings about one thing. */
export const worst = (place: string, findings: readonly Finding[]): Finding =>
  findings.find(({ result }) => result === "violated") ??
  findings.find(({ result }) => result === "unknown") ??
  compliant(place);

import { concatenated } from "../grouping";
import type { IdentityModel } from "../identity/model/model";
import type { Network } from "../network";
import { remembered } from "../remembered";
import type { RuleId } from "../rule-names";
import {
  type Configuration,
  isUnknown,
  type Resource,
  type Stack,
  textOf,
  type Value,
  wordsFor,
} from "../terraform";

/** Input of rules: one environment. */
export interface Evidence {
  readonly configuration: Configuration;
  readonly identity: IdentityModel;
  readonly network: Network;
  readonly choices: OwnerChoices;
}

/** Choices of the environment's owners that rules enforce. */
export interface OwnerChoices {
  /** Identifiers of databases that must have deletion protection; `true` for all. @default - not judged */
  readonly deletionProtection?: boolean | readonly string[];
  /** Names of the stacks that no plan may destroy. @default - not judged */
  readonly protectedStacks?: readonly string[];
  /** Ranges that may reach the Kubernetes API from the internet. @default - any except for the whole internet */
  readonly apiRanges?: readonly string[];
  /** Account and region of all resources. @default - not judged */
  readonly place?: Place;
  /** Backend of states, with the arguments that config determines. @default - any known backend */
  readonly state?: Readonly<Record<string, unknown>>;
  /** Mirror of charts. @default - their public repositories */
  readonly chartRepository?: string | undefined;
  /** Source of charts' images. @default - not judged */
  readonly images?: ImageChoices;
  /** Retention of logs in days, by the stack that writes them. @default - not judged */
  readonly logDays?: ReadonlyMap<string, number>;
  readonly flowLogsRarelyRead?: boolean;
  /** Maximum number of days between two rotations of an organization's credentials, by its stack. @default - 90 days */
  readonly rotationDays?: ReadonlyMap<string, number>;
  /** Bucket and prefix of access logs of load balancers in front of applications. @default - no access logs */
  readonly accessLogs?: { readonly bucket: string; readonly prefix?: string | undefined } | undefined;
  /** ARN of the web ACL in front of applications. @default - not judged */
  readonly webAcl?: string | undefined;
  /** Minimum retention of an instance's backups in days, by its stack. @default - one day */
  readonly backupDays?: ReadonlyMap<string, number>;
  /** Recipients of alarms and events: mailboxes and URLs. @default - not judged */
  readonly subscribers?: readonly string[];
  /** All intended workloads. @default - not judged */
  readonly workloads?: readonly WorkloadChoices[];
}

/**
 * A mirror, which contains images under their full public names, and digests by the last component of an image's name.
 */
export interface ImageChoices {
  readonly registry?: string | undefined;
  readonly digests: Readonly<Record<string, string | undefined>>;
}

/** A workload with the image of its container: exactly this one, or any version if it ends in a colon. */
export interface WorkloadChoices {
  readonly namespace: string;
  readonly workload: string;
  readonly image: string;
  /** Kubernetes secret with credentials of the image's registry. @default - none */
  readonly pullSecret?: string | undefined;
  /** Variables with values from config. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Variables whose values are generated in secrets, without which the application would store protected data in plain
   * text.
   * @default - none
   */
  readonly generated?: readonly string[];
  /** Host name by which people open it. @default - none */
  readonly hostname?: string | undefined;
  /** Values from secrets according to config. @default - none */
  readonly secrets?: readonly AskedSecret[];
}

/** A variable whose value is in a secret. */
export interface AskedSecret {
  readonly variable: string;
  /** Name of the secret in Secrets Manager, or the ARN of an existing one. */
  readonly secret: string;
  /** Key in the secret's JSON. */
  readonly key: string;
  /** ARN of the key of an existing secret. @default - AWS's key, or the secret is declared here */
  readonly kmsKeyArn?: string | undefined;
}

/** The environment, with its account and region. */
export interface Place {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
}

export interface Finding {
  readonly result: "compliant" | "violated" | "unknown";
  /** Address of the judged resource. */
  readonly place: string;
  /** The finding as text; empty if compliant. */
  readonly found: string;
  /** Address of the resource that causes it, such as a route. @default - `place` */
  readonly cause?: string | undefined;
  /** Details, line by line. @default - none */
  readonly because?: readonly string[];
}

/** A property that every environment must have. */
export interface Rule {
  /** Its id, by which exceptions name it; `ruleNames` contains its sentence. */
  readonly id: RuleId;
  /** The threat that it addresses. */
  readonly threat: string;
  /**
   * Whether an exception may accept an unknown: a single item that is missing in a list of known ones, whose effect the
   * owners know.
   * @default false: an unknown may have any effect
   */
  readonly mayBeAnswered?: true;
  /** One finding per judged resource. */
  check(evidence: Evidence): readonly Finding[];
}

export const compliant = (place: string): Finding => ({ result: "compliant", place, found: "" });
/** One object per resource, so that results derived from findings of an unchanged resource are reused. */
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

/** Violated by each of the faults, and compliant without any. */
export const violatedBy = (place: string, faults: readonly string[]): Finding =>
  faults.length === 0 ? compliant(place) : violated(place, faults.join("; "));

/** Unknown by each of the doubts, and compliant without any. */
export const unknownBy = (place: string, doubts: readonly string[]): Finding =>
  doubts.length === 0 ? compliant(place) : unknown(place, doubts.join("; "));

/** Judges a text; `undefined` is an absent attribute. */
export function judge(
  place: string,
  what: string,
  value: Value,
  isGood: (text: string | undefined) => boolean,
): Finding {
  const text = textOf(value);
  if (isUnknown(text)) return unknown(place, `${what}: ${text.reason}`);
  return isGood(text)
    ? compliant(place)
    : violated(place, `${what} is ${text === undefined ? "left out" : wordsFor(text)}`);
}

/** Judges an attribute of every resource of a type. */
export const everyResource =
  (type: string, attribute: string, isGood: (text: string | undefined) => boolean) =>
  ({ configuration }: Evidence): Finding[] =>
    configuration
      .resources(type)
      .map((resource) => judge(resource.address, attribute, resource.get(attribute), isGood));

/** Judges each resource of a type on its own. */
export const forEach =
  (type: string, check: (resource: Resource, evidence: Evidence) => Finding | readonly Finding[]) =>
  (evidence: Evidence): Finding[] =>
    evidence.configuration.resources(type).flatMap((resource) => check(resource, evidence));

/** Judges each stack on its own, so that unchanged stacks are not judged again. */
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

/** The worst of several findings about one resource. */
export const worst = (place: string, findings: readonly Finding[]): Finding =>
  findings.find(({ result }) => result === "violated") ??
  findings.find(({ result }) => result === "unknown") ??
  compliant(place);

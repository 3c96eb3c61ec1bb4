import { regionalService } from "../../identity/model/place";
import { everythingAllowed } from "../../identity/model/policies";
import type { Role } from "../../identity/model/roles";
import { Context } from "../../identity/policy/context";
import { Text } from "../../identity/policy/text";
import { askCaller } from "../../identity/questions/own-policies";
import { isTakenByIdentities } from "../../identity/questions/possession";
import { roleSubject } from "../../identity/subjects";
import { remembered } from "../../remembered";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

/** Judged for a planner to which another policy grants every permission: its denials must hold on their own. */
export const plannersDenied: Rule = {
  id: "planners-denied",
  threat: "A policy that is attached to a planner later lets every pull request read credentials.",
  check: ({ identity }: Evidence) => identity.roles.filter(isPlanner).map(judgePlanner),
};

/** A role that only identities assume. If a pod or a service assumes it as well, its trust policy is the problem. */
const isPlanner = (role: Role): boolean =>
  isTakenByIdentities(role) &&
  role.trust.statements.every(
    ({ effect, principals }) =>
      effect === "Deny" || principals?.patterns.every(({ type }) => type === "AWS") === true,
  );

/** Actions that read a credential, or text that may contain one. */
const reading: readonly string[] = [
  "lambda:InvokeFunction",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:StartQuery",
  "rds-db:connect",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
];

/** Actions that use a key. A refresh needs them for states and variables of functions. */
const decrypting: readonly string[] = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
];

/** Services for which no plan needs decryption: those that store credentials, data and logs. */
const elsewhere: readonly string[] = ["logs", "rds", "secretsmanager", "sns", "sqs", "ssm"];

const anything = Text.other("any resource");

const judgePlanner = remembered((role: Role): Finding => {
  const { address, place, policies } = role;
  const caller = { ...roleSubject(role), policies: [...policies, everythingAllowed("another policy")] };
  const contexts = [
    Context.of({ "kms:ViaService": "absent" }),
    ...elsewhere.map((service) => Context.of({ "kms:ViaService": regionalService(place, service) })),
  ];
  const ask = (action: string, context?: Context) =>
    askCaller(caller, action, anything, place.account, context);
  const open = [
    ...reading.map((action) => ask(action)),
    ...decrypting.flatMap((action) => contexts.map((context) => ask(action, context))),
  ].filter(({ truth }) => truth !== "false");
  const actions = [...new Set(open.map(({ action }) => action))].join(", ");
  return open.length === 0
    ? compliant(address)
    : violated(address, `its own policies do not deny ${actions} under all conditions`);
});

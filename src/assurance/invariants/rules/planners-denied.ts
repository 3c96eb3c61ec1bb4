import { regionalService } from "../../identity/model/place";
import { everythingAllowed } from "../../identity/model/policies";
import type { Role } from "../../identity/model/roles";
import { Context } from "../../identity/policy/context";
import { decide } from "../../identity/policy/decide";
import { Text } from "../../identity/policy/text";
import { isTakenByIdentities } from "../../identity/questions/possession";
import { factsAbout, roleSubject } from "../../identity/subjects";
import { remembered } from "../../remembered";
import { compliant, type Evidence, type Finding, type Rule, violated } from "../rule";

/** The question is about a planner to which another policy gives every permission: its denials have to hold alone. */
export const plannersDenied: Rule = {
  id: "planners-denied",
  threat: "A policy that is attached to a planner later lets every pull request read credentials.",
  check: ({ identity }: Evidence) => identity.roles.filter(isPlanner).flatMap(judgePlanner),
};

/** A role that only identities assume: where a pod or a service assumes it, too, its trust is what is wrong. */
const isPlanner = (role: Role): boolean =>
  isTakenByIdentities(role) &&
  role.trust.statements.every(
    ({ effect, principals }) =>
      effect === "Deny" || principals?.patterns.every(({ type }) => type === "AWS") === true,
  );

/** What reads a credential, or text in which one may stand. */
const reading: readonly string[] = [
  "lambda:InvokeFunction",
  "logs:FilterLogEvents",
  "logs:GetLogEvents",
  "logs:StartQuery",
  "rds-db:connect",
  "secretsmanager:BatchGetSecretValue",
  "secretsmanager:GetSecretValue",
];

/** What uses a key. A refresh needs it for states and variables of functions. */
const decrypting: readonly string[] = [
  "kms:CreateGrant",
  "kms:Decrypt",
  "kms:GenerateDataKey",
  "kms:ReEncryptFrom",
];

/** Services on whose behalf no plan decrypts: those that keep credentials, data and logs. */
const elsewhere: readonly string[] = ["logs", "rds", "secretsmanager", "sns", "sqs", "ssm"];

const judgePlanner = remembered((role: Role): readonly Finding[] => {
  const { address, place, policies } = role;
  const caller = roleSubject(role);
  const contexts = [
    Context.of({ "kms:ViaService": "absent" }),
    ...elsewhere.map((service) => Context.of({ "kms:ViaService": regionalService(place, service) })),
  ];
  const ask = (action: string, context: Context) =>
    decide({
      request: {
        principal: caller.principal,
        action,
        resource: Text.other("any resource"),
        context: factsAbout(caller).and(context),
      },
      agreement: "identity",
      account: place.account,
      identityPolicies: [...policies, everythingAllowed("another policy")],
    });
  const open = [
    ...reading.map((action) => ask(action, Context.of({}))),
    ...decrypting.flatMap((action) => contexts.map((context) => ask(action, context))),
  ].filter(({ truth }) => truth !== "false");
  const actions = [...new Set(open.map(({ action }) => action))].join(", ");
  return open.length === 0
    ? [compliant(address)]
    : [violated(address, `its own policies do not deny ${actions} under all conditions`)];
});

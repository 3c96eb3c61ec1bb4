import type { Proof } from "../gate";
import { indented } from "../indented";
import { type PartyId, partySpelling, partyText, targetSpelling } from "../party";
import { principals } from "./actors";
import { explainConnection } from "./connection";
import { explainCredentials } from "./credentials";
import type { Explanation } from "./hop";
import { explainOpening } from "./opening";
import { openingNamed, questionOf } from "./words";

/** Answers whether a source can connect to a database or read a secret, and why. */
export function explain(proof: Proof, source: string, target: string): Explanation {
  const opening = openingNamed(proof, source, target);
  if (opening) return explainOpening(proof, opening);
  const question = questionOf(proof, source, target);
  return question.kind === "connection"
    ? explainConnection(proof, question)
    : explainCredentials(proof, question.actor, question.secret);
}

/** A longer list is truncated; a part of a name is sufficient in a question. */
const mostNames = 30;

/** All questions that an environment allows. */
export function questions(proof: Proof): string[] {
  const { intent, network, model } = proof;
  const [first] = network.sources;
  const ids = (all: readonly { readonly id: PartyId }[]) => all.map(({ id }) => partySpelling(id));
  return [
    `${intent.guide.explain(intent.environment, "SOURCE", "TARGET")}, such as ${first ? partySpelling(first.id) : "internet"} database`,
    ...list("Sources", ids(network.sources)),
    "  internet:ADDRESS or internet:RANGE, such as internet:203.0.113.7; for applications also private ranges",
    ...list("Principals, for secrets only", ids(principals(proof))),
    ...list(
      "Databases",
      network.databases.map(({ name }) => name),
    ),
    ...(proof.applications.length > 0
      ? list(
          "Applications",
          proof.applications.map(({ found }) => `${partyText(found.pods.id)} or ${found.hostname}`),
        )
      : []),
    ...list(
      "Secrets",
      model.secrets.map(({ id }) => targetSpelling(id)),
    ),
    ...list("Short names for resources of an organization", [
      "database, of the source's organization",
      "secret, of the source's organization",
      ...intent.organizations.flatMap(({ name }) => [`${name}/database`, `${name}/secret`]),
    ]),
  ];
}

const list = (title: string, all: readonly string[]): string[] => [
  "",
  title,
  ...indented([
    ...all.slice(0, mostNames),
    ...(all.length > mostNames ? [`and ${all.length - mostNames} more`] : []),
  ]),
];

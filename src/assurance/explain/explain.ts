import type { Proof } from "../gate";
import { principals } from "./actors";
import { explainConnection } from "./connection";
import { explainCredentials } from "./credentials";
import { type Explanation, indented } from "./hop";
import { questionOf } from "./words";

/** Answers a question in words: who may connect to a database, or read a secret, and through what. */
export function explain(proof: Proof, source: string, target: string): Explanation {
  const question = questionOf(proof, source, target);
  return question.kind === "connection"
    ? explainConnection(proof, question)
    : explainCredentials(proof, question.actor, question.secret);
}

/** More than this nobody reads. */
const mostNames = 30;

/** Everything that can be asked about an environment. */
export function questions(proof: Proof): string[] {
  const { intent, network, model } = proof;
  const [first] = network.sources;
  return [
    `npm run explain -- ${intent.environment} SOURCE TARGET, such as '${first?.name ?? "internet"}' database`,
    ...list("Sources", network.sources),
    "  internet ADDRESS or RANGE, such as 'internet 203.0.113.7'",
    ...list(
      "Principals, for secrets only",
      [...principals(proof).keys()].map((name) => ({ name })),
    ),
    ...list("Databases", network.databases),
    ...list("Secrets", model.secrets),
    ...list("Words for an organization's own", [
      { name: "database" },
      { name: "secret" },
      ...intent.organizations.flatMap(({ name }) => [
        { name: `${name}/database` },
        { name: `${name}/secret` },
      ]),
    ]),
  ];
}

const list = (title: string, all: readonly { readonly name: string }[]): string[] => [
  "",
  title,
  ...indented([
    ...all.slice(0, mostNames).map(({ name }) => name),
    ...(all.length > mostNames ? [`and ${all.length - mostNames} more`] : []),
  ]),
];

import { type Cause, causesOf } from "../../causes";
import type { Proof } from "../../gate";
import { applicationsGrid } from "../applications-grid";
import { causeLines } from "../cause-lines";
import { digest, digestLines } from "../digest";
import { footholdsGrid, isNode } from "../footholds-grid";
import { connections } from "./connections";
import { credentials } from "./credentials";
import { drawingOf } from "./drawing/from-proof";
import { laidOut } from "./drawing/layout";
import { svg } from "./drawing/svg";
import { exceptions } from "./exceptions";
import { type Html, html } from "./markup";
import { rules } from "./rules";
import { css } from "./style";
import { table } from "./table";
import { witnesses } from "./witnesses";

/** A self-contained report file, with the same bytes for the same input. */
export async function proofHtml(proofs: readonly Proof[]): Promise<string> {
  const names = proofs.map(({ intent }) => intent.environment).join(", ");
  const environments = await Promise.all(proofs.map(environment));
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Who can reach the data of ${names}</title>
<style>${css}</style>
</head>
<body>
${environments}
</body>
</html>`.text;
}

async function environment(proof: Proof): Promise<Html> {
  return html`<main>
${heading(proof)}
${verdict(proof)}
${await network(proof)}
${connections(proof)}
${applications(proof)}
${credentials(proof)}
${footholds(proof)}
${rules(proof)}
${exceptions(proof)}
${boundaries(proof)}
${witnesses(proof)}
${judged(proof)}
</main>`;
}

const heading = ({ intent, sources, network }: Proof): Html => html`<header>
<h1>Who can reach the data of ${intent.environment}</h1>
<p>Judged from the synthesized Terraform of ${sources.length} stacks together: ${network.sources.length.toLocaleString("en")} possible
sources of connections and ${network.databases.length.toLocaleString("en")} ${network.databases.length === 1 ? "database" : "databases"}, every
address and port of each; every role, policy, key and secret. What is intended is read from config alone, not from the code that
wrote the Terraform.</p>
<p class="digest">SHA-256 of what was judged <code>${digest(sources)}</code></p>
</header>`;

function verdict({ problems }: Proof): Html {
  const causes = causesOf(problems);
  return causes.length === 0
    ? html`<p class="verdict good"><strong>Proved.</strong> All principals that config intends to connect
or to read a secret can, and no others can.</p>`
    : html`<div class="verdict bad"><p><strong>Not proved.</strong> What is possible and what config intends differ in ${causes.length}
${causes.length === 1 ? "point" : "points"}:</p><ul>${causes.map(difference)}</ul></div>`;
}

function difference(cause: Cause): Html {
  const [first = "", ...others] = causeLines(cause);
  return others.length === 0
    ? html`<li>${first}</li>`
    : html`<li><details><summary>${first}</summary><pre>${others.join("\n")}</pre></details></li>`;
}

async function network(proof: Proof): Promise<Html> {
  const title = `The network of ${proof.intent.environment}`;
  const layout = await laidOut(drawingOf(proof));
  // In print it shares the first page, unless a landscape page shows it larger.
  const isWide = layout.width > 1.4 * layout.height;
  return html`<section class="${isWide ? "drawing landscape" : "drawing"}"><h2>The network</h2>
<figure>${svg(layout, title)}
<figcaption>${legend.map(([kind, meaning]) => html`<span class="key ${kind}">${meaning}</span> `)}</figcaption></figure></section>`;
}

const legend = [
  ["allowed", "may open a connection"],
  ["excepted", "may open one by exception"],
  ["breach", "may open one, although config does not allow it"],
  ["doubtful", "not known"],
  ["kept-out", "reaches no database"],
] as const;

const boundaries = ({ identity }: Proof): Html => html`<section><h2>Limits</h2>
<p>These answers cover what Terraform declares. They cover neither what a controller, a console or another tool adds, nor rights
inside of PostgreSQL.</p>
<dl>${identity.boundaries.map(({ name, meaning }) => html`<dt>${name}</dt><dd>${meaning}</dd>\n`)}</dl></section>`;

const applications = (proof: Proof): Html => {
  const [head = [], ...rows] = applicationsGrid(proof);
  if (rows.length === 0) return html``;
  return html`<section><h2>Who can open an application</h2>
<p>A load balancer counts as forwarding to every address that its security group lets it reach, on any port: a target's address may since
belong to another pod, or be registered by mistake. A range without a route needs a connection of its network outside of this configuration.</p>
${table({ of: "applications", head, rows: rows.map((row) => row.map((cell) => html`${cell}`)) })}</section>`;
};

const footholds = (proof: Proof): Html => {
  const [head = [], ...rows] = footholdsGrid(proof);
  return html`<section><h2>An attacker inside</h2>
<p>If an attacker runs code in one of these places: the roles and service accounts that it can assume, and the secrets that these read.
Service accounts of the platform on a node: ${accountsOfNodes(proof).join(", ")}.</p>
${table({ of: "places", head, rows: rows.map((row) => row.map((cell) => html`${cell}`)) })}</section>`;
};

const accountsOfNodes = ({ identity }: Proof): string[] => [
  ...new Set(
    identity.footholds
      .filter(isNode)
      .flatMap(({ becomes }) =>
        becomes.flatMap((id) => (id.kind === "service account" ? `${id.namespace}/${id.name}` : [])),
      ),
  ),
];

const judged = ({ sources }: Proof): Html => html`<section><h2>What was judged</h2>
<p>SHA-256 of each file, as <code>sha256sum</code> prints it. The digest at the top is the SHA-256 of these lines.</p>
<pre>${digestLines(sources).join("\n")}</pre></section>`;

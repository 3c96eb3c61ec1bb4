/** Stacks of an output folder, each with the environment and the backend that it has in its configuration. */
export type Stacks = Readonly<Record<string, "s3" | "local">>;

const configuration = (name: string, backend: "s3" | "local") => ({
  terraform: { backend: { [backend]: { bucket: "states", key: `${name}.tfstate`, region: "eu-west-1" } } },
  provider: { aws: [{ default_tags: [{ tags: { Environment: name.split("-")[0] } }] }] },
});

/** Files of an output folder, by name, with what a synthesis of these stacks writes. */
export function filesOf(stacks: Stacks): [name: string, content: string][] {
  const all = Object.entries(stacks);
  const manifest = {
    stacks: Object.fromEntries(
      all.map(([name]) => [name, { name, synthesizedStackPath: `stacks/${name}/cdk.tf.json` }]),
    ),
  };
  return [
    ["manifest.json", JSON.stringify(manifest)],
    ...all.map(([name, backend]): [string, string] => [
      `stacks/${name}/cdk.tf.json`,
      JSON.stringify(configuration(name, backend)),
    ]),
  ];
}

/** Shell that writes them. */
const written = (stacks: Stacks): string =>
  [
    `mkdir -p ${Object.keys(stacks)
      .map((name) => `cdktf.out/stacks/${name}`)
      .join(" ")}`,
    ...filesOf(stacks).map(([name, content]) => `echo '${content}' > cdktf.out/${name}`),
  ].join(" && ");

export interface Answers {
  /** What the pull request's code makes. @default - prod-network and prod-org-acme, with states in S3 */
  readonly head?: Stacks;
  /** What the base branch's code makes. @default - the same */
  readonly base?: Stacks;
  /** Shell of the pull request's synthesis, after it wrote its stacks. @default - nothing more */
  readonly inHead?: string;
  /** Shell of the base branch's synthesis, before it writes. @default - nothing more */
  readonly inBase?: string;
  /** Shell that judges. @default - a report of no change */
  readonly review?: string;
}

const prod: Stacks = { "prod-network": "s3", "prod-org-acme": "s3" };

/** Shell in place of npm. */
export const answers = ({
  head = prod,
  base = prod,
  inHead = ":",
  inBase = ":",
  review = 'echo "## Changes of access: 1 weaker"; echo "reviewed with $*"',
}: Answers = {}): string => `case "$*" in
  *atlantis*) ${written(head)} && ${inHead} ;;
  *synth*) ${inBase} && ${written(base)} ;;
  *review*) ${review} ;;
esac`;

import { shareOf } from "../support/effort";
import { environmentOf } from "./mutations/environments";
import { firstLines } from "./support/first-lines";

const home = environmentOf("same-vpc", true);

/** A path from a stack to an argument, at any depth. */
type Path = readonly (string | number)[];

function* argumentsIn(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== "object" || value === null) yield path;
  else
    for (const [key, below] of Object.entries(value))
      if (key !== "//") yield* argumentsIn(below, [...path, key]);
}

/** Each argument once, of whichever resource of its type has it. */
const paths = [
  ...new Map(
    home.synthesis.sources.flatMap(({ name, json }) => {
      const { resource } = json as { resource: unknown };
      const stack = name.replace(/^test-/, "");
      return [...argumentsIn(resource, ["resource"])].map((path) => {
        const [, type, , ...argument] = path;
        return [`${type} ${argument.join(".").replace(/\b\d+\b/g, "#")}`, { stack, path }] as const;
      });
    }),
  ),
].map(([name, one]) => ({ name, ...one }));

test.each(shareOf(paths, 0, 16))(
  "without $name the gate describes every problem in words",
  ({ stack, path }) => {
    const proof = home.after((json) => {
      // biome-ignore lint/suspicious/noExplicitAny: any part of Terraform JSON
      const parent = path.slice(0, -1).reduce((part: any, step) => part[step], json.json(stack));
      const last = path.at(-1) as string;
      if (Array.isArray(parent)) parent.splice(Number(last), 1);
      else delete parent[last];
    });
    expect(firstLines(proof).filter((line) => /\[object |\bundefined\b|\bnull\b/.test(line))).toEqual([]);
  },
);

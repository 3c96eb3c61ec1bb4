import { shareOf } from "../support/effort";
import { environmentOf } from "./mutations/environments";
import { firstLines } from "./support/first-lines";

const home = environmentOf("same-vpc", true);

/** A way from a stack to an argument, at any depth. */
type Way = readonly (string | number)[];

function* argumentsIn(value: unknown, way: Way = []): Generator<Way> {
  if (typeof value !== "object" || value === null) yield way;
  else
    for (const [key, below] of Object.entries(value))
      if (key !== "//") yield* argumentsIn(below, [...way, key]);
}

/** Each argument once, of whichever resource of its type has it. */
const ways = [
  ...new Map(
    home.synthesis.sources.flatMap(({ name, json }) => {
      const { resource } = json as { resource: unknown };
      const stack = name.replace(/^test-/, "");
      return [...argumentsIn(resource, ["resource"])].map((way) => {
        const [, type, , ...argument] = way;
        return [`${type} ${argument.join(".").replace(/\b\d+\b/g, "#")}`, { stack, way }] as const;
      });
    }),
  ),
].map(([name, one]) => ({ name, ...one }));

test.each(shareOf(ways, 0, 16))(
  "without $name the gate describes every problem in words",
  ({ stack, way }) => {
    const proof = home.after((json) => {
      // biome-ignore lint/suspicious/noExplicitAny: any part of Terraform JSON
      const parent = way.slice(0, -1).reduce((part: any, step) => part[step], json.json(stack));
      const last = way.at(-1) as string;
      if (Array.isArray(parent)) parent.splice(Number(last), 1);
      else delete parent[last];
    });
    expect(firstLines(proof).filter((line) => /\[object |\bundefined\b|\bnull\b/.test(line))).toEqual([]);
  },
);

import { stringify } from "yaml";
import type { LocatedProblem } from "../../src/config/problem";
import { parseFile } from "../../src/config/reading/schema-problems";
import { YamlFile } from "../../src/config/reading/yaml-file";
import { exampleOf } from "../../src/config/reference/example";
import { environmentSchema } from "../../src/config/schema/environment";
import { toJsonSchema } from "../../src/config/schema/json-schema";
import { organizationSchema } from "../../src/config/schema/organization";
import { full, shareOf } from "../support/effort";

type Schema = typeof environmentSchema | typeof organizationSchema;

const problemsOf = (schema: Schema, text: string): LocatedProblem[] =>
  parseFile(schema, new YamlFile("file.yaml", Buffer.from(text))).problems;

/** Every example file with one of its values left open, and where that is. */
interface Gap {
  readonly schema: Schema;
  readonly place: string;
  /** What the example says there. */
  readonly value: unknown;
  fill(written: string): string;
}

const open = "@open@";

function gapsIn(schema: Schema): Gap[] {
  const jsonSchema = toJsonSchema(schema);
  const example = exampleOf(jsonSchema, "");
  const gaps: Gap[] = [];
  const walk = (value: unknown, place: string, replaced: (part: unknown) => unknown): void => {
    if (typeof value === "object" && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        const isItem = Array.isArray(value);
        const below = isItem ? `${place}[${key}]` : place === "" ? key : `${place}.${key}`;
        walk(inner, below, (part) =>
          replaced(
            isItem
              ? value.map((item, index) => (index === Number(key) ? part : item))
              : { ...value, [key]: part },
          ),
        );
      }
    else {
      const [top = ""] = place.split(/[.[]/);
      const needed = Object.entries(replaced(open) as object).filter(
        ([key]) => key === top || jsonSchema.required?.includes(key),
      );
      const text = stringify(Object.fromEntries(needed), { lineWidth: 0 });
      gaps.push({ schema, place, value, fill: (written) => text.replace(`"${open}"`, () => written) });
    }
  };
  walk(example, "", (part) => part);
  return gaps;
}

const gaps = [environmentSchema, organizationSchema].flatMap(gapsIn);

/** As people write them by mistake: negative, none, a part, far too large, a number in quotes, with zeros, a word, nothing. */
const slips = [
  "-1",
  "0",
  "0.0001",
  "1.5",
  "1.50",
  "007",
  "1e3",
  "999999999999",
  "99999999999999999999",
  ".inf",
  '"0"',
  '"-1"',
  '"7"',
  '"1.5"',
  '"999999999999"',
  '""',
  "true",
  "yes",
  "5 GB",
];

/** What a fix says to write, as YAML; undefined where it leaves that to the reader. */
function toldBy(fix: string): string | undefined {
  const literal = [
    /^Put it in quotes: (".*?")\. /,
    /^Remove the quotes: (\S+)\.$/,
    /^Write (true|false): /,
    /^(?:Remove the quotes\. )?(?:Raise|Lower) it to (\S+) or (?:more|less)\.$/,
    /^Did you mean (.+?)\?/,
    /^Add the unit, such as (\S+)\.$/,
    / such as ("[^"]+"|\d\w*)[.,]/,
  ];
  return literal.map((pattern) => pattern.exec(fix)?.[1]).find(Boolean);
}

const refused = gaps.flatMap((gap, index) =>
  shareOf(slips, index % 6, 6)
    .map((slip) => {
      const complaintsAbout = (written: string): LocatedProblem[] =>
        problemsOf(gap.schema, gap.fill(written)).filter(({ path }) => path === gap.place);
      return { what: `${gap.place}: ${slip}`, complaints: complaintsAbout(slip), complaintsAbout };
    })
    .filter(({ complaints }) => complaints.length > 0),
);

test("each wrong value has one message", () => {
  expect(refused.length).toBeGreaterThan(full(150, 1000));
  expect(refused.filter(({ complaints }) => complaints.length > 1)).toEqual([]);
});

test("a value that a message proposes is accepted", () => {
  const followed = refused.flatMap(({ what, complaints, complaintsAbout }) =>
    complaints.flatMap(({ fix }) => {
      const told = toldBy(fix);
      return told === undefined ? [] : [{ what: `${what} -> ${fix}`, next: complaintsAbout(told) }];
    }),
  );
  expect(followed.length).toBeGreaterThan(full(75, 500));
  // Of 1,000 nodes at least and 4 at most it is said first how many there can be.
  const wrong = followed.filter(({ next }) => next.some(({ found }) => !found.includes("more than maxSize")));
  expect(wrong).toEqual([]);
});

test("an invisible character is named, and the message has the value without it", () => {
  const texts = gaps.filter(({ value }) => typeof value === "string");
  const complaints = texts.flatMap(({ schema, place, value, fill }) =>
    problemsOf(schema, fill(`"${value}\u200b"`))
      .filter(({ path }) => path === place)
      .map(({ found, fix }) => ({ found, fix, value: String(value) })),
  );
  expect(complaints.length).toBeGreaterThan(50);
  const unseen = complaints.filter(
    ({ found, fix, value }) =>
      !(fix.includes(value) || fix.startsWith("Did you mean")) ||
      !(found.includes("\\u200b") || value.length > 55),
  );
  expect(unseen).toEqual([]);
});

import {
  App,
  DefaultTokenResolver,
  Fn,
  type IResolvable,
  Lazy,
  StringConcat,
  TerraformStack,
  Token,
  type Tokenization,
} from "cdktf";
import fc from "fast-check";
import { holds } from "./effort";

type Resolve = typeof Tokenization.resolve;
const { resolveByCdktf, resolveQuickly }: Record<"resolveByCdktf" | "resolveQuickly", Resolve> =
  require("./jest/plain-values.js");

const scope = new TerraformStack(new App(), "stack");
const resolver = new DefaultTokenResolver(new StringConcat());
const bothWays = (value: unknown) =>
  [resolveByCdktf, resolveQuickly].map((resolve) => resolve(value, { scope, resolver, preparing: false }));

/** A token for each kind of value, and texts with a token in them. */
const later = <T>(value: T): IResolvable => Lazy.anyValue({ produce: () => value });
const number = Token.asNumber(later(5432));
const tokens = [
  { resolve: () => ["a"], creationStack: [] },
  later({ list: [undefined, later("a")], none: undefined }),
  Token.asString(later("a ${b} c")),
  `arn:${Token.asString(later("aws"))}:$\{literal}:${number}`,
  Token.asList(later(["a", "b"])),
  number,
  `port ${number}`,
  Token.asNumberList(later([1, 2])),
  Token.asStringMap(later({ a: "b" })),
  { [Token.asString(later("key"))]: "value" },
  Fn.jsonencode({ port: number, names: Fn.split(",", Token.asString(later("a,b"))), "a.b": ["${c}", null] }),
];
const plain = [undefined, null, true, 0, 1.5, -1, "", "a", "${aws_vpc.a.id}", "1e+30", "Token", [], {}];

/** Values in lists and objects, one inside of another. */
const { values } = fc.letrec<{ values: unknown }>((tie) => ({
  values: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom(...tokens, ...plain),
    fc.array(tie("values"), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("a", "b_c", "Tokens", "${d}"), tie("values"), { maxKeys: 4 }),
  ),
}));

test.each([...tokens, ...plain].map((value, index) => [index, value]))(
  "value %i resolves as CDKTF resolves it",
  (_, value) => {
    const [byCdktf, quickly] = bothWays({ value, list: [value, [{ value }]] });
    expect(quickly).toEqual(byCdktf);
  },
);

test("values resolve as CDKTF resolves them", () =>
  holds(
    fc.property(values, (value) => {
      const [byCdktf, quickly] = bothWays(value);
      expect(JSON.stringify(quickly)).toBe(JSON.stringify(byCdktf));
    }),
    100,
    10_000,
  ));

test.each([
  ["a function", () => {}],
  ["a construct", scope],
  ["what stands for a map where it is text", Token.STRING_MAP_TOKEN_VALUE],
  ["what stands for a map where it is a number", Token.NUMBER_MAP_TOKEN_VALUE],
])("%s is refused", (_, value) => {
  let resolved: unknown;
  try {
    resolved = resolveQuickly([value], { scope, resolver });
  } catch {
    return;
  }
  throw new Error(`It is resolved to ${resolved}.`);
});

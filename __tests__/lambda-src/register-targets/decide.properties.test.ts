import fc from "fast-check";
import { type Answer, decide, type RegisteredTarget } from "../../../lambda-src/register-targets/decide";
import { atLeastOne } from "../../support/at-least-one";
import { holds } from "../../support/effort";
import { database } from "./support/databases";

const address = fc.constantFrom("10.0.4.1", "10.0.4.2", "10.0.5.1", "10.0.5.2", "10.0.6.1", "198.51.100.7");
const port = fc.constantFrom(5432, 5432, 5432, 5433);
const state = fc.constantFrom("healthy", "unhealthy", "initial", "unused", "unavailable", "draining");
const registered = fc.uniqueArray(fc.record<RegisteredTarget>({ address, port, state }), {
  maxLength: 5,
  selector: (target) => `${target.address}:${target.port}`,
});
const answer: fc.Arbitrary<Answer> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ addresses: fc.uniqueArray(address, { maxLength: 3 }) }) },
  { weight: 1, arbitrary: fc.constant<Answer>({ failure: "cannot be resolved (SERVFAIL)" }) },
);
const situation = fc.record({
  database: fc.constantFrom("one" as const, "several" as const).map((addresses) => database({ addresses })),
  registered,
  answers: fc.array(answer, { maxLength: 5 }),
});
const id = (target: { address: string; port: number }) => `${target.address}:${target.port}`;

type Situation = Parameters<typeof decide>[0];

/** The group after a decision has been carried out. */
function carriedOut({ registered: before, ...rest }: Situation): Situation {
  const { register, deregister } = decide({ registered: before, ...rest });
  const gone = new Set(deregister.map(id));
  const kept = before.filter(
    (target) => !gone.has(id(target)) && !register.some((each) => id(each) === id(target)),
  );
  return { ...rest, registered: [...kept, ...register.map((target) => ({ ...target, state: "initial" }))] };
}

const check = (property: (situation: Situation) => void) =>
  holds(fc.property(situation, property), 300, 2_000);

describe("decide, for any situation", () => {
  // Of situations drawn at random: those that a property is about.
  let cases = 0;
  beforeEach(() => {
    cases = 0;
  });
  afterEach(() => expect(cases).toBeGreaterThan(0));

  test("changes nothing if there is a problem", () => {
    check((each) => {
      const { problem, register, deregister, pending } = decide(each);
      if (!problem) return;
      cases++;
      expect([register, deregister, pending]).toEqual([[], [], []]);
    });
  });

  test("after a removal, every address of the answer is still in the group", () => {
    check((each) => {
      if (!decide(each).deregister.length) return;
      cases++;
      const after = carriedOut(each).registered.filter((target) => target.state !== "draining");
      const wanted = each.answers.at(-1)?.addresses ?? [];
      for (const one of atLeastOne(wanted)) expect(after.map(id)).toContain(`${one}:5432`);
    });
  });

  test("registers only addresses in the allowed ranges, on the database's port", () => {
    check((each) => {
      const { register } = decide(each);
      cases += register.length;
      expect(register.map(id).filter((one) => !/^10\.0\.[45]\.\d+:5432$/.test(one))).toEqual([]);
    });
  });

  test("deregisters only targets of the group, with their port", () => {
    check((each) => {
      const before = each.registered.filter((target) => target.state !== "draining").map(id);
      const { deregister } = decide(each);
      cases += deregister.length;
      expect(deregister.map(id).filter((one) => !before.includes(one))).toEqual([]);
    });
  });

  test("removes nothing while a registration is pending", () => {
    check((each) => {
      const { register, deregister } = decide(each);
      if (register.length === 0) return;
      cases++;
      expect(deregister).toEqual([]);
    });
  });

  test("applied twice, has nothing left to do", () => {
    check((each) => {
      const once = carriedOut(each);
      if (JSON.stringify(once) !== JSON.stringify(each)) cases++;
      const again = decide(carriedOut(once));
      expect([again.register, again.deregister]).toEqual([[], []]);
    });
  });
});

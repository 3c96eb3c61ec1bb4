import { harmless, knownEmpty, readArguments } from "../../../../src/assurance/known/arguments";
import { blockIn, everyResource, type Family, type Found, ownNames } from "../mutant";
import { inTurn } from "../strangers";

const empties = [[], {}, [{}]] as const;

/**
 * Empty blocks: for some arguments, Terraform then removes all that other resources add, or AWS applies its default.
 * Per type, each argument is emptied in one resource, in one form.
 */
export const argumentEmptied: Family = {
  name: "an argument is an empty block",
  mutants: (json) => {
    const places = new Map<string, number>();
    return everyResource(json).flatMap((found) => {
      const place = places.get(found.type) ?? 0;
      places.set(found.type, place + 1);
      const name = namesOf(found)[place];
      if (name === undefined) return [];
      const empty = inTurn(empties, places.size + place);
      return [
        {
          object: `${found.address}: ${name} ${JSON.stringify(empty)}`,
          change: (copy) => {
            blockIn(copy, found)[name] = structuredClone(empty);
          },
          named: [found.address, ...ownNames(found.block)],
        },
      ];
    });
  },
};

/** Arguments of a resource that the proof reads. If a name is emptied, references to it are emptied, too. */
const namesOf = ({ type }: Found): string[] =>
  [...(readArguments.get(type) ?? [])].filter(
    (name) => name !== "name" && !harmless.includes(name) && !knownEmpty.has(`${type}.${name}`),
  );

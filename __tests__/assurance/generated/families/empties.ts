import { harmless, knownEmpty, readArguments } from "../../../../src/assurance/known/arguments";
import { blockIn, everyResource, type Family, ownNames } from "../mutant";
import { inTurn } from "../strangers";

const empties = [[], {}, [{}]] as const;

/**
 * Empty blocks: for some arguments, Terraform then removes all that other resources add, or AWS applies its
 * default.
 */
export const argumentEmptied: Family = {
  name: "an argument is an empty block",
  mutants: (json) =>
    everyResource(json).flatMap((found, index) => {
      const names = [...(readArguments.get(found.type) ?? [])].filter(
        // An empty name is one in all that refers to it as well.
        (name) => name !== "name" && !harmless.includes(name) && !knownEmpty.has(`${found.type}.${name}`),
      );
      if (names.length === 0) return [];
      const name = inTurn(names, index);
      const empty = inTurn(empties, Math.floor(index / 2));
      return [
        {
          object: `${found.address}: ${name} ${JSON.stringify(empty)}`,
          change: (copy) => {
            blockIn(copy, found)[name] = structuredClone(empty);
          },
          named: [found.address, ...ownNames(found.block)],
        },
      ];
    }),
};

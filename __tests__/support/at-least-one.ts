/**
 * The cases of a loop that asserts, of which there must be one: a loop over nothing passes whatever the code does.
 *
 * @throws Error where there is none
 */
export function atLeastOne<
  Cases extends Iterable<unknown> & ({ readonly length: number } | { readonly size: number }),
>(cases: Cases): Cases {
  if (("length" in cases ? cases.length : cases.size) === 0)
    throw new Error("There is no case: what makes or filters the cases has changed.");
  return cases;
}

/**
 * Memoizes a function of an immutable object, for the object's lifetime. The result must not depend on anything else.
 * For several arguments: `remembered((a) => remembered((b) => answer(a, b)))`.
 *
 * Do not use it if the objects are short-lived, like configurations, and the result refers to the object: store the
 * result in a field of the object instead. V8 frees entries of a WeakMap, and everything they refer to, only in full
 * collections.
 */
export function remembered<Subject extends object, Answer>(
  find: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  return lookedUp(new WeakMap<Subject, Answer>(), find);
}

/** The same for few strings or numbers, with results for the lifetime of the function. */
export function rememberedByKey<Key extends string | number, Answer>(
  find: (key: Key) => Answer,
): (key: Key) => Answer {
  return lookedUp(new Map<Key, Answer>(), find);
}

/** Storage of results. */
interface Answers<Key, Answer> {
  has(key: Key): boolean;
  get(key: Key): Answer | undefined;
  set(key: Key, answer: Answer): unknown;
}

const lookedUp =
  <Key, Answer>(answers: Answers<Key, Answer>, find: (key: Key) => Answer) =>
  (key: Key): Answer => {
    const known = answers.get(key);
    if (known !== undefined || answers.has(key)) return known as Answer;
    const answer = find(key);
    answers.set(key, answer);
    return answer;
  };

/** A value for the lifetime of several objects, created on first use. */
export function keptWith<Kept>(make: () => Kept): (...subjects: readonly object[]) => Kept {
  interface Place {
    kept?: Kept;
    readonly next: (subject: object) => Place;
  }
  const place = (): Place => ({ next: remembered(place) });
  const start = place();
  return (...subjects) => {
    const end = subjects.reduce((at: Place, subject) => at.next(subject), start);
    end.kept ??= make();
    return end.kept;
  };
}

/** Blocks of a stack are below a kind, a type and a name: JSON is memoized down to this depth. */
const blockDepth = 3;

/**
 * The same for the JSON of a stack, whose parts down to whole blocks are memoized. Deeper parts are computed with their
 * block: a file has tens of thousands of positions, and storing a result for each costs more than computing it.
 *
 * @param find receives a function that returns the result of a part
 */
export function rememberedInBlocks<Answer>(
  find: (json: object, inside: (part: object) => Answer) => Answer,
): (json: object) => Answer {
  const deep = (json: object): Answer => find(json, deep);
  let at = deep;
  for (let depth = blockDepth; depth >= 0; depth--) {
    const inside = at;
    at = remembered((json: object) => find(json, inside));
  }
  return at;
}

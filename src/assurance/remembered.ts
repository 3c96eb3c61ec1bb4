/**
 * A function of something that is never changed, which finds each answer once and keeps it for as long as its subject is
 * there. It has to depend on nothing else. Of several subjects: `remembered((a) => remembered((b) => answer(a, b)))`.
 *
 * Do not use it where subjects are short-lived, as configurations are, and an answer refers to its subject: keep such an
 * answer in a field of the subject. V8 frees entries of a WeakMap, and all that they refer to, in full collections only.
 */
export function remembered<Subject extends object, Answer>(
  find: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  return lookedUp(new WeakMap<Subject, Answer>(), find);
}

/** The same of few texts or numbers, whose answers are kept for as long as the function is there. */
export function rememberedByKey<Key extends string | number, Answer>(
  find: (key: Key) => Answer,
): (key: Key) => Answer {
  return lookedUp(new Map<Key, Answer>(), find);
}

/** Where answers are kept. */
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

/** What is kept for as long as all of several subjects are there: made when it is first asked for. */
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

/** Blocks of a stack stand under a kind, a type and a name: so deep down parts of its JSON are remembered. */
const blockDepth = 3;

/**
 * The same for the JSON of a stack, whose parts down to whole blocks are each a subject. What is below is found with its
 * block: a file has tens of thousands of places, and an answer kept for each costs more than to find it again.
 *
 * @param find gets what answers for a part
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

/**
 * A function of something that is never changed, which finds each answer once and keeps it for as long as its subject is
 * there. It has to depend on nothing else. Of several subjects: `remembered((a) => remembered((b) => answer(a, b)))`.
 */
export function remembered<Subject extends object, Answer>(
  find: (subject: Subject) => Answer,
): (subject: Subject) => Answer {
  const answers = new WeakMap<Subject, { readonly answer: Answer }>();
  return (subject) => {
    const known = answers.get(subject) ?? { answer: find(subject) };
    answers.set(subject, known);
    return known.answer;
  };
}

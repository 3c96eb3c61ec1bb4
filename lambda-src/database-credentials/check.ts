import { en } from "zod/locales";
import * as z from "zod/mini";

/** `zod/mini` has no words for problems, and `zod` has them in fifty languages, which is most of its size. */
const { localeError } = en();

/**
 * Checks a value that came from outside. `refusal` makes the error of the problems: each with its place in the value and
 * with what is expected there, but without the value, which may be a password.
 */
export function check<T>(schema: z.ZodMiniType<T>, value: unknown, refusal: (problems: string) => Error): T {
  const parsed = schema.safeParse(value, { error: localeError });
  if (!parsed.success) throw refusal(z.prettifyError(parsed.error));
  return parsed.data;
}

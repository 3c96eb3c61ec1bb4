import { en } from "zod/locales";
import * as z from "zod/mini";

/** `zod/mini` has no messages, and `zod` has them in fifty languages, which is most of its size. */
const { localeError } = en();

/**
 * Validates external input. `refusal` creates the error: it describes each problem with its path and the expected
 * value, without the actual value, which may be a password.
 */
export function check<T>(schema: z.ZodMiniType<T>, value: unknown, refusal: (problems: string) => Error): T {
  const parsed = schema.safeParse(value, { error: localeError });
  if (!parsed.success) throw refusal(z.prettifyError(parsed.error));
  return parsed.data;
}

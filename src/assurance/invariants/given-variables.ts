import type { SecretProviderClass } from "../identity/model/secret-classes";
import { isAbsent, textOf, type Value } from "../terraform";
import { field, readable } from "../terraform/blocks";

/** Whether a container's variable reads its value only from the copy of the mounted file of the same name. */
export function isCopy(variable: Value, mounted: readonly SecretProviderClass[]): boolean {
  const reference = field(variable, "value_from", "secret_key_ref");
  return (
    isAbsent(field(variable, "value")) &&
    mounted
      .flatMap(({ copies }) => copies)
      .some(
        (copy) =>
          copy.file === textOf(field(variable, "name")) &&
          copy.secret === textOf(field(reference, "name")) &&
          copy.key === textOf(field(reference, "key")),
      )
  );
}

/**
 * Whether a variable reads a copy of the file, another variable contains the path of the file, or the command reads the
 * file.
 */
export function isGiven(
  variable: string,
  container: Value,
  mounted: readonly SecretProviderClass[],
): boolean {
  const file = `/mnt/secrets-store/${variable}`;
  const variables = readable(field(container, "env")).blocks;
  const named = (name: string) => variables.find((one) => textOf(field(one, "name")) === name);
  const own = named(variable);
  if (own) return isCopy(own, mounted);
  const pointer = named(`${variable}_FILE`);
  if (pointer) return textOf(field(pointer, "value")) === file;
  const command = field(container, "command");
  const words = command.kind === "list" ? command.items.map((word) => String(textOf(word))) : [];
  return words.some((word) => word.includes(`; ${variable}=$(cat ${file}); export ${variable};`));
}

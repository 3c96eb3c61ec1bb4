import type { Environment } from "../../src/config/model";
import { protectionOf } from "../../src/config/protection";
import { type Stack, shortName } from "./stack";

export interface ReleaseProps {
  readonly environment: Environment;
  readonly stacks: readonly Stack[];
  /** The command that applies a change of config to these stacks. */
  readonly deploy: string;
  /** The command that destroys them. */
  readonly destroy: string;
}

/** Protected stacks, and how to release them. Undefined if config protects none of them. */
export function releaseWords({ environment, stacks, deploy, destroy }: ReleaseProps): string | undefined {
  const held = stacks.flatMap((stack) => {
    const keys = protectionOf(environment, shortName(stack.name, environment.name));
    return keys.length > 0 ? [{ ...stack, keys }] : [];
  });
  if (held.length === 0) return undefined;
  const width = Math.max(...held.map(({ name }) => name.length));
  return [
    "Nothing was destroyed. Config protects these stacks, each by the keys next to it:",
    ...held.map(
      ({ name, keys }) =>
        `  ${name.padEnd(width)}  ${keys.map(({ key, file }) => `${key} in ${file}`).join(", ")}`,
    ),
    ...(held.some(({ keys }) => keys.some(({ isDefault }) => isDefault))
      ? [
          `Organizations without deletionProtection in their file use database.deletionProtection of config/${environment.name}/environment.yaml.`,
        ]
      : []),
    `Set these keys to false, apply that by ${deploy}, then ${destroy} again.`,
  ].join("\n");
}

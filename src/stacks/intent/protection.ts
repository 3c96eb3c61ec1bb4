import type { Declared } from "../../config/model";
import { defaults } from "./defaults";
import { hasOwnInstance } from "./instances";
import { organizationStack, sharedStack } from "./stack-names";

/** Stacks that no plan may destroy. */
export function protectedStacksOf(declared: Declared): string[] {
  const { file, organizations } = declared;
  const [cluster, database, externalAccess] = [file.cluster, file.database ?? {}, file.externalAccess].map(
    (part) => part !== undefined && (part.deletionProtection ?? defaults.deletionProtection),
  );
  const holdsData = database || externalAccess;
  const shared = [
    ...(cluster || holdsData ? (["network"] as const) : []),
    ...(cluster ? (["cluster", "platform"] as const) : []),
    ...(holdsData ? (["database"] as const) : []),
  ];
  const own = organizations.filter(
    (one) =>
      (one.file.deletionProtection ?? database) ||
      (hasOwnInstance(one) && one.file.instance?.deletionProtection),
  );
  return [
    ...shared.map((part) => sharedStack(declared, part)),
    ...own.map((one) => organizationStack(declared, one)),
  ];
}

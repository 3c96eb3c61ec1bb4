import type { Access, IdentityReport } from "./analyze";
import type { Holder } from "./questions/assume";
import type { MountedSecret } from "./questions/mounts";

/** How a secret gets to whoever reads it: from the secret to a role, to who takes the role, to what runs as them. */
export interface Chain {
  readonly secret: string;
  readonly reader: Access;
  /** Empty for readers that the configuration does not make. */
  readonly holders: readonly Holder[];
  readonly mounts: readonly MountedSecret[];
}

/** All chains from a secret, for a report and for finding out where one is broken. */
export function chainsFrom(report: IdentityReport, name: string): Chain[] {
  const readers = report.secrets.find(({ secret }) => secret === name)?.readers ?? [];
  return readers.map((reader) => {
    const holders = report.roles.find(({ role }) => role === reader.name)?.holders ?? [];
    const accounts = holders.map((holder) => holder.name);
    const mounts = report.mounts.filter(({ secret, as }) => secret === name && accounts.includes(as));
    return { secret: name, reader, holders, mounts };
  });
}

import type { Application } from "./model";

/** What distinguishes a kind of application. Everything but the constructs that build it reads this, not the kind. */
export interface KindTraits {
  /**
   * What an update does with old pods: `rolling` keeps each until a new one is ready, `recreate` stops all before the
   * first new one starts.
   */
  readonly update: "rolling" | "recreate";
  /** Whether it encrypts what it stores with a key of its own, which is a secret of its organization. */
  readonly encryptsData: boolean;
  /**
   * Whether it keeps its tables in the schema `public`, whatever the connection says: then it needs a database that no
   * other organization and no second application of this sort uses.
   */
  readonly usesSchemaPublic: boolean;
}

const traits: Readonly<Record<Application["kind"], KindTraits>> = {
  container: { update: "rolling", encryptsData: false, usesSchemaPublic: false },
  // A new version of Metabase migrates the database under the old one, which then fails in ways that are hard to see.
  metabase: { update: "recreate", encryptsData: true, usesSchemaPublic: true },
};

/** The traits of an application's kind. */
export const traitsOfKind = ({ kind }: Pick<Application, "kind">): KindTraits => traits[kind];

/**
 * For the branch of a `switch` over kinds that cannot be reached: a new kind without a branch of its own does not compile.
 *
 * @throws always
 */
export function unknownKind(application: never): never {
  throw new Error(`${JSON.stringify(application)} is of a kind that nothing is built for.`);
}

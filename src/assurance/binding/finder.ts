import { groupedBy, listsByKey } from "../grouping";
import type { DatabaseLogin, IdentityNames, NamedRole, NamedSecret } from "../identity";
import { type PartyId, partyText } from "../party";
import type { Problem } from "../problem";
import { type Configuration, type Resource, stackOf, textOf } from "../terraform";

/** Finds resources by their place, and records a problem for each that is not as intended. */
export class Finder {
  readonly problems: Problem[] = [];
  private readonly stacks: ReadonlySet<string>;
  private readonly roles: ReadonlyMap<string, readonly NamedRole[]>;
  private readonly secrets: ReadonlyMap<string, readonly NamedSecret[]>;
  private readonly logins: ReadonlyMap<string, readonly DatabaseLogin[]>;
  private readonly uses: ReadonlyMap<string, readonly string[]>;

  constructor(
    readonly configuration: Configuration,
    readonly identities: IdentityNames,
  ) {
    this.stacks = new Set(configuration.stackNames);
    this.roles = groupedBy(identities.roles, ({ address }) => stackOf(address));
    this.secrets = groupedBy(
      identities.secrets.filter(({ masterOf }) => masterOf === undefined),
      ({ address }) => stackOf(address),
    );
    this.logins = groupedBy(identities.databaseLogins, ({ role }) => role);
    this.uses = usesOf(identities);
  }

  hasStack(stack: string): boolean {
    return this.stacks.has(stack);
  }

  resources(stack: string, type: string): readonly Resource[] {
    return this.configuration.derived(byStack, type).get(stack) ?? [];
  }

  rolesIn = (stack: string): readonly NamedRole[] => this.roles.get(stack) ?? [];
  secretsIn = (stack: string): readonly NamedSecret[] => this.secrets.get(stack) ?? [];
  loginsOf = (role: string): readonly DatabaseLogin[] => this.logins.get(role) ?? [];

  /** Resources that use a role, by their names in reports. */
  usesOf = ({ address }: NamedRole): readonly string[] => this.uses.get(address) ?? [];

  /** Roles of a stack that are given to a principal. */
  rolesFor(stack: string, holder: PartyId): readonly NamedRole[] {
    const text = partyText(holder);
    return this.rolesIn(stack).filter((role) => this.usesOf(role).includes(text));
  }

  /** The role to which an argument refers. */
  roleNamed(resource: Resource, argument: string): NamedRole | undefined {
    const found = this.configuration.resourceNamed("aws_iam_role", resource.get(argument));
    return this.rolesIn(resource.stack).find(({ address }) => address === found?.address);
  }

  /**
   * The only resource of its kind in a stack.
   *
   * @param what name of the kind, in the singular
   */
  one<T extends { readonly address: string }>(
    stack: string,
    what: string,
    found: readonly T[],
  ): T | undefined {
    const places = found.map(({ address }) => address);
    if (!this.hasStack(stack)) return undefined;
    if (found.length === 0) this.add(`${stack} has no ${what}, and config declares one`);
    if (found.length > 1) this.add(`${stack} has ${found.length} times what is to be one ${what}`, places);
    return found[0];
  }

  /** @param at address of the resource. @default - the first that the text names */
  add(text: string, details: readonly string[] = [], at?: string): void {
    this.problems.push({ about: "config", text, details, ...(at !== undefined && { at }) });
  }
}

/** Resources of a type, by stack. */
const byStack = (configuration: Configuration, type: string): ReadonlyMap<string, readonly Resource[]> =>
  groupedBy(configuration.resources(type), ({ stack }) => stack);

/** The name of a resource in AWS, or its address if the name is not known. */
export function nameOf(resource: Resource, attribute: string): string {
  const name = textOf(resource.get(attribute));
  return typeof name === "string" ? name : resource.address;
}

function usesOf({ roleUses }: IdentityNames): ReadonlyMap<string, readonly string[]> {
  const certainUses = roleUses.filter(({ unclear }) => unclear === undefined);
  return listsByKey(certainUses.flatMap(({ roles, holder }) => roles.map((role) => [role, holder] as const)));
}

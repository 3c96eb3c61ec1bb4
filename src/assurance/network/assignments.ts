import type { Notes } from "./notes";

/** What each subnet, or each VPC, is given one of: a network ACL, a route table. Two that differ are a note. */
export class Assignments<T extends { readonly address: string }> {
  private readonly given = new Map<string, T>();

  constructor(private readonly notes: Notes) {}

  get(to: string): T | undefined {
    return this.given.get(to);
  }

  give(to: string, one: T): void {
    const other = this.given.get(to);
    if (other !== undefined && other !== one)
      this.notes.add(`${to} is given both ${other.address} and ${one.address}: which one holds is not known`);
    this.given.set(to, one);
  }
}

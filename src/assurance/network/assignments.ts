import type { Notes } from "./notes";

/** The network ACL or route table of each subnet or VPC. Two different ones for the same are a note. */
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

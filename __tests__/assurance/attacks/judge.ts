import { shareOf } from "../../support/effort";
import { topologies, turnOf } from "../../support/topologies";
import { environmentOf } from "../mutations/environments";
import { attacks } from "./attacks";

/** Makes each attack on an environment of a topology: in `npm test` every attack in one topology, in full in all. */
export function judge(topology: string): void {
  const environment = environmentOf(topology, topology !== "resource-endpoint");
  const all = Object.entries(attacks).flatMap(([area, list]) =>
    list.map(([name, change, ...named]) => [`${area}: ${name}`, change, named] as const),
  );

  test.each(shareOf(all, turnOf(topology), topologies.length))(
    "%s is caught, and named",
    (_, change, named) => {
      const lines = environment
        .after(change)
        .problems.map(({ text, details }) => [text, ...details].join("\n"));
      for (const name of named) expect(lines).toContainEqual(expect.stringMatching(name));
    },
  );
}

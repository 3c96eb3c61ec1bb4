import { z } from "zod";
import { majorOf, postgresqlMajors } from "../facts/postgresql-versions";
import { show } from "../problem";
import { rule } from "./rule";

const shape = new RegExp(`^(${postgresqlMajors.join("|")})(\\.[1-9]\\d?)?$`);

/** A supported major version of PostgreSQL, or a minor version of one. */
export const postgresqlVersion = rule(z.string().meta({ pattern: shape.source }), (version) => {
  if (shape.test(version)) return undefined;
  return {
    found: show(version),
    allowed: `${postgresqlMajors.map(show).join(", ")}, or a minor version such as ${show(`${newest}.1`)}`,
    fix: `Did you mean ${show(nearest(Number.parseInt(majorOf(version), 10)))}?`,
  };
});

const newest = postgresqlMajors.at(-1) as string;

const nearest = (major: number): string => {
  const [first = newest] = [...postgresqlMajors].sort(
    (a, b) => Math.abs(Number(a) - major) - Math.abs(Number(b) - major),
  );
  return Number.isNaN(major) ? newest : first;
};

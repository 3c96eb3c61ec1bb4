import { attack, table } from "./attack";

/*
 * What passes, and what is caught without being named:
 * SYNTHESIZED_FOLDER=<folder> node scripts/run.js __tests__/assurance/generated/print.ts <topology> [part of a family's name]
 */
const [topology = "same-vpc", part = ""] = process.argv.slice(2);
const attacks = attack(topology, (_, { name }) => name.includes(part));
for (const { family, object, problems, isNamed } of attacks) {
  if (problems.length === 0) console.log(`passed   ${family}: ${object}`);
  else if (!isNamed) console.log(`unnamed  ${family}: ${object}\n         ${problems[0]}`);
}
console.log(table(attacks));

import { textOf } from "../../terraform";
import { forEach, judge, type Rule } from "../rule";

export const deletionProtection: Rule = {
  id: "deletion-protection",
  threat: "One apply of a wrong branch deletes the database.",
  check: forEach("aws_db_instance", (instance, { choices: { deletionProtection: wanted = false } }) => {
    const mustBeProtected =
      typeof wanted === "boolean" ? wanted : wanted.includes(String(textOf(instance.get("identifier"))));
    const protection = instance.get("deletion_protection");
    return mustBeProtected
      ? judge(instance.address, "deletion_protection", protection, (text) => text === "true")
      : [];
  }),
};

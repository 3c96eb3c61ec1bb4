import { type Evidence, everyResource, type Rule } from "../rule";

export const deletionProtection: Rule = {
  name: "Databases that are to be protected from deletion are",
  threat: "One apply of a wrong branch deletes the database.",
  check: (evidence: Evidence) =>
    evidence.asked.deletionProtection
      ? everyResource("aws_db_instance", "deletion_protection", (text) => text === "true")(evidence)
      : [],
};

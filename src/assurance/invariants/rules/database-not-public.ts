import { everyResource, type Rule } from "../rule";

export const databaseNotPublic: Rule = {
  id: "database-not-public",
  threat: "With a public address, one wrong route or rule opens the port to the internet.",
  check: everyResource(
    "aws_db_instance",
    "publicly_accessible",
    (text) => text === undefined || text === "false",
  ),
};

import { everyResource, type Rule } from "../rule";

export const databaseIamAuthentication: Rule = {
  id: "database-iam-authentication",
  threat: "Without it every login has a password that can be stolen.",
  check: everyResource("aws_db_instance", "iam_database_authentication_enabled", (text) => text === "true"),
};

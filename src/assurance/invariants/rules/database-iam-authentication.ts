import { everyResource, type Rule } from "../rule";

export const databaseIamAuthentication: Rule = {
  id: "database-iam-authentication",
  threat: "Without it every login is a password that can be carried away.",
  check: everyResource("aws_db_instance", "iam_database_authentication_enabled", (text) => text === "true"),
};

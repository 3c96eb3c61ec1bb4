import fs from "node:fs";
import { createHandler as databaseCredentials } from "../../lambda-src/database-credentials/dispatch";
import { createHandler as registerTargets } from "../../lambda-src/register-targets/run";

const handlers = { "database-credentials": databaseCredentials, "register-targets": registerTargets };

test("this list contains every function's handler", () =>
  expect(fs.readdirSync("lambda-src").sort()).toEqual(Object.keys(handlers)));

/** https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html */
test.each(Object.entries(handlers))(
  "%s takes no callback, which Lambda refuses from Node.js 24 on",
  (_, create) => expect(create({} as never).length).toBeLessThan(3),
);

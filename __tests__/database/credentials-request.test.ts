import { z } from "zod";
import { requestSchema } from "../../lambda-src/database-credentials/requests";
import { credentialsRequestSchema, requestedLogins } from "../../src/database/credentials-request";

test("what is asked of the credentials function is what it takes, to the last limit", () => {
  expect(z.toJSONSchema(credentialsRequestSchema)).toEqual(z.toJSONSchema(requestSchema));
});

test("a read-only login is asked for where config names one", () => {
  const limits = { connectionLimit: 20, statementTimeoutSeconds: 0 };
  const readOnlyLogin = { connectionLimit: 3, statementTimeoutSeconds: 60 };
  const idleInTransactionTimeoutSeconds = 60;
  const application = { ...limits, idleInTransactionTimeoutSeconds };
  expect(requestedLogins(limits)).toEqual({ application });
  expect(requestedLogins({ ...limits, readOnlyLogin })).toEqual({
    application,
    readOnly: { ...readOnlyLogin, idleInTransactionTimeoutSeconds },
  });
});

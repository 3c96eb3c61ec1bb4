import { z } from "zod";
import { requestSchema } from "../../lambda-src/database-credentials/requests";
import { credentialsRequestSchema, requestedLogins } from "../../src/database/credentials-request";

test("the request to the credentials function matches the function's schema, up to the limits", () => {
  expect(z.toJSONSchema(credentialsRequestSchema)).toEqual(z.toJSONSchema(requestSchema));
});

test("a request contains a read-only login where config names one", () => {
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

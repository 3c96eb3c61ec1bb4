import { X509Certificate } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { rdsRootCertificates } from "../../../lambda-src/database-credentials/certificates";
import { parseConfig } from "../../../lambda-src/database-credentials/config";
import { databaseRegions } from "../../../src/config/facts/database-certificates";
import { credentialsCode } from "../../../src/database/credentials-function";
import { atLeastOne } from "../../support/at-least-one";

const environment = {
  AWS_REGION: "eu-west-1",
  AWS_LAMBDA_FUNCTION_NAME: "prod-database-credentials",
  ENVIRONMENT_NAME: "prod",
  DATABASE_HOST: "prod.abc.eu-west-1.rds.amazonaws.com",
  CLIENT_HOST: "prod.proxy-abc.eu-west-1.rds.amazonaws.com",
  DATABASE_PORT: "5432",
  MASTER_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-x",
  SHARED_DATABASE_NAME: "organizations",
};

describe("the function's environment", () => {
  test("names the instance and its master secret", () => {
    expect(parseConfig({ ...environment, PATH: "/usr/bin" })).toEqual({
      region: "eu-west-1",
      functionName: "prod-database-credentials",
      environmentName: "prod",
      host: "prod.abc.eu-west-1.rds.amazonaws.com",
      clientHost: "prod.proxy-abc.eu-west-1.rds.amazonaws.com",
      port: 5432,
      masterSecretArn: environment.MASTER_SECRET_ARN,
      sharedDatabase: "organizations",
    });
  });

  test.each(Object.keys(environment))("needs %s", (name) => {
    expect(() => parseConfig({ ...environment, [name]: undefined })).toThrow(name);
  });
});

describe("the certificates that the function trusts", () => {
  test.each(databaseRegions)(
    "in %s are those of RDS in that region only, and are in its archive",
    (region) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "function-"));
      for (const [name, text] of Object.entries(credentialsCode(region).files ?? {}))
        fs.writeFileSync(path.join(folder, name), text);
      const subjects = rdsRootCertificates(folder).map((pem) => new X509Certificate(pem).subject);
      for (const subject of atLeastOne(subjects)) expect(subject).toContain(`CN=Amazon RDS ${region} `);
      // The authority that RDS uses by default, and its others.
      for (const key of ["RSA2048", "RSA4096", "ECC384"])
        expect(subjects.join()).toContain(`Root CA ${key} G1`);
    },
  );

  test.each([
    ["which are not there", undefined],
    ["in a file without any", "no certificate"],
  ])("are required: %s", (_case, text) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "function-"));
    if (text !== undefined) fs.writeFileSync(path.join(folder, "rds-ca.pem"), text);
    expect(() => rdsRootCertificates(folder)).toThrow(
      `${path.join(folder, "rds-ca.pem")} holds no certificate. Deploy the function with the root certificates of its region.`,
    );
  });
});

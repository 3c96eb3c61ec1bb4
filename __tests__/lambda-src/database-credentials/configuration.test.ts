import { X509Certificate } from "node:crypto";
import { rdsRootCertificates } from "../../../lambda-src/database-credentials/certificates";
import { parseConfig } from "../../../lambda-src/database-credentials/config";
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
  test("says where the instance and its master secret are", () => {
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
  test.each(["eu-west-1", "us-east-1", "ap-southeast-2"])(
    "in %s are RDS's of that region alone",
    (region) => {
      const subjects = rdsRootCertificates(region).map((pem) => new X509Certificate(pem).subject);
      expect(subjects.length).toBeGreaterThanOrEqual(3);
      for (const subject of atLeastOne(subjects)) expect(subject).toContain(`CN=Amazon RDS ${region} `);
    },
  );

  test("cover instances with the certificate authority that RDS uses by default", () => {
    const subjects = rdsRootCertificates("eu-west-1")
      .map((pem) => new X509Certificate(pem).subject)
      .join();
    expect(subjects).toContain("Root CA RSA2048 G1");
  });

  test("are not guessed where none is known", () => {
    expect(() => rdsRootCertificates("mars-north-1")).toThrow(/No root certificate of RDS in mars-north-1/);
  });
});

import { saysAboutTls } from "../../../src/assurance/known/client-tls";

describe("a setting that leaves something unverified is weak", () => {
  test.each([
    ["PGSSLMODE", "disable"],
    ["PGSSLMODE", "verify-ca"],
    ["PGSSLMODE", undefined],
    ["DATABASE_URL", "postgresql://db/app"],
    ["DATABASE_URL", "postgresql://db/app?ssl=true&sslmode=no-verify"],
    ["DATABASE_URL", "postgresql://db/app?sslmode=verify-full&sslmode=require"],
    ["DATABASE_URL", undefined],
    ["JDBC_URL", "jdbc:postgresql://db/app?ssl=true&sslfactory=org.postgresql.ssl.NonValidatingFactory"],
    ["MSSQL_URL", "jdbc:sqlserver://db;encrypt=true;trustServerCertificate=true"],
    ["DSN", "Host=db;SSL Mode=Require"],
    ["DSN", "Host=db;Username=app;Password=$(DB_PASSWORD)"],
    ["PRISMA_URL", "postgresql://db/app?sslaccept=strict&sslcert=/etc/ca.pem"],
    ["PRISMA_URL", "postgresql://db/app?sslmode=verify-full&sslaccept=strict&sslcert=/etc/ca.pem"],
    ["PRISMA_URL", "postgresql://db/app?sslmode=require&sslaccept=accept_invalid_certs&sslcert=/etc/ca.pem"],
    ["PRISMA_URL", "postgresql://db/app?sslmode=require&sslaccept=strict&sslmode=prefer"],
    ["PRISMA_URL", "postgresql://db/app?sslmode=require&sslcert=/etc/ca.pem"],
    ["NODE_TLS_REJECT_UNAUTHORIZED", "0"],
    ["args", "--set=ssl=false"],
  ])("%s=%s", (name, value) => expect(saysAboutTls(name, value).weak).toBeDefined());
});

describe("a setting that verifies certificate and name does", () => {
  test.each([
    ["PGSSLMODE", "verify-full"],
    ["DATABASE_URL", "postgresql://db/app?sslmode=verify-full&sslrootcert=/etc/ca.pem"],
    ["ConnectionStrings__App", "Host=db;SSL Mode=VerifyFull;Root Certificate=/etc/ca.pem"],
    ["PRISMA_URL", "postgresql://db/app?sslmode=require&sslaccept=strict&sslcert=/etc/ca.pem"],
  ])("%s=%s", (name, value) =>
    expect(saysAboutTls(name, value)).toEqual(expect.objectContaining({ verifies: true })),
  );

  test("and names the certificates that it trusts", () => {
    expect(saysAboutTls("NODE_EXTRA_CA_CERTS", "/etc/ca.pem").authority).toBe("/etc/ca.pem");
    expect(saysAboutTls("X", "Host=db;SSL Mode=VerifyFull;Root Certificate=/etc/ca.pem").authority).toBe(
      "/etc/ca.pem",
    );
  });
});

test("what is about something else says nothing", () => {
  expect(saysAboutTls("JAVA_OPTS", "-XX:MaxRAMPercentage=70")).toEqual({ verifies: false });
  expect(saysAboutTls("DB_HOST", undefined)).toEqual({ verifies: false });
});

import { saysAboutTls } from "../../../src/assurance/known/client-tls";

describe("a setting that skips a verification is weak", () => {
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
    ["args", "PGSSLMODE=require exec app"],
    ["SQLALCHEMY_URL", "postgresql+asyncpg://db/app"],
    ["ECTO_URL", "ecto://db/app"],
    ["APP_DB", "other://app@$(DB_HOST):$(DB_PORT)/app"],
    ["CONFIG", '{"host":"db","ssl":{"rejectUnauthorized":false}}'],
    ["CONFIG", '{"host":"db","ssl":false}'],
    ["CONFIG", '{"host":"db","sslmode":"prefer"}'],
    ["GF_DATABASE_SSL_MODE", "require"],
    ["SSL_MODE", "disable"],
    ["TYPEORM_SSL", "false"],
    ["APP_POSTGRES_TLS_REJECT_UNAUTHORIZED", "0"],
    ["APP_DATABASE_TLS_INSECURE", "true"],
  ])("%s=%s", (name, value) => expect(saysAboutTls(name, value).weak).toBeDefined());
});

describe("a setting that verifies certificate and name does", () => {
  test.each([
    ["PGSSLMODE", "verify-full"],
    ["DATABASE_URL", "postgresql://db/app?sslmode=verify-full&sslrootcert=/etc/ca.pem"],
    ["SQLALCHEMY_URL", "postgresql+asyncpg://db/app?ssl=verify-full"],
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

test("a setting about anything else is no finding", () => {
  expect(saysAboutTls("JAVA_OPTS", "-XX:MaxRAMPercentage=70")).toEqual({ verifies: false });
  expect(saysAboutTls("DB_HOST", undefined)).toEqual({ verifies: false });
  expect(saysAboutTls("GF_DATABASE_SSL_MODE", "verify-full")).toEqual({ verifies: false });
  expect(saysAboutTls("APP_DATABASE_TLS_INSECURE", "false")).toEqual({ verifies: false });
  for (const name of ["SMTP_TLS_REJECT_UNAUTHORIZED", "PLATFORM_TLS", "HTTP_UPGRADE_TLS"])
    expect(saysAboutTls(name, "false")).toEqual({ verifies: false });
});

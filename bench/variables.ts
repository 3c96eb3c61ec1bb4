/** Environment variables that each function of lambda-src needs to load. */
export const variables = {
  "database-credentials": {
    AWS_REGION: "eu-west-1",
    AWS_LAMBDA_FUNCTION_NAME: "bench-database-credentials",
    ENVIRONMENT_NAME: "bench",
    DATABASE_HOST: "bench.example.com",
    CLIENT_HOST: "bench.example.com",
    DATABASE_PORT: "5432",
    MASTER_SECRET_ARN: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-bench",
    SHARED_DATABASE_NAME: "organizations",
  },
  "register-targets": {
    METRICS_NAMESPACE: "bench",
    DATABASES: JSON.stringify([
      {
        name: "shared",
        hostname: "shared.example.com",
        port: 5432,
        targetGroupArn:
          "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/shared/0123456789abcdef",
        instanceSubnets: ["10.0.4.0/24"],
      },
    ]),
    AWS_REGION: "eu-west-1",
  },
} as const;

import type { Environment } from "../../src/config/model";
import { statePrefix } from "../../src/config/names";
import { bucketArn } from "../../src/foundation/arn";
import { stateReads } from "../deployment/states";
import type { Check } from "./check";

/** IAM policy for all checks of an environment. */
export const policy = (checks: readonly Check[], environment: Environment) => ({
  Version: "2012-10-17",
  Statement: [
    { Sid: "Look", Effect: "Allow", Action: actionsOf(checks), Resource: "*" },
    ...stateStatements(environment),
  ],
});

/** Actions of all calls, sorted. They support only `*`, because they list and describe existing resources. */
export const actionsOf = (checks: readonly Check[]): string[] =>
  [...new Set(checks.flatMap(({ reads }) => reads.map(({ action }) => action)))].sort();

function stateStatements(environment: Environment): object[] {
  const { state } = environment;
  if (state.backend !== "s3") return [];
  const [list, get] = stateReads;
  return [
    { Sid: "ListStates", Effect: "Allow", Action: list.action, Resource: bucketArn(state.bucket) },
    {
      Sid: "ReadStates",
      Effect: "Allow",
      Action: get.action,
      Resource: bucketArn(state.bucket, `${statePrefix(environment)}*`),
    },
    ...(state.kmsKeyArn
      ? [{ Sid: "DecryptStates", Effect: "Allow", Action: "kms:Decrypt", Resource: state.kmsKeyArn }]
      : []),
  ];
}

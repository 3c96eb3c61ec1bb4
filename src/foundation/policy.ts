import {
  DataAwsIamPolicyDocument,
  type DataAwsIamPolicyDocumentStatement,
  type DataAwsIamPolicyDocumentStatementCondition,
} from "@cdktf/provider-aws/lib/data-aws-iam-policy-document";
import type { Construct } from "constructs";

export type Statement = DataAwsIamPolicyDocumentStatement;
export type Condition = DataAwsIamPolicyDocumentStatementCondition;

/** JSON of a policy. The provider renders it without a call to AWS, and plans show its statements. */
export function policyJson(scope: Construct, id: string, statement: Statement[]): string {
  return new DataAwsIamPolicyDocument(scope, id, { statement }).json;
}

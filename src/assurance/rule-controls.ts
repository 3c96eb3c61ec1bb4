import type { RuleId } from "./rule-names";

/**
 * Controls of public benchmarks that a rule meets in full. Not listed: controls that require more, and NIST SP 800-53,
 * whose controls concern organizations.
 *
 * FSBP: AWS Foundational Security Best Practices,
 * https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html
 * CIS EKS: CIS Amazon EKS Benchmark 1.7.0, https://www.cisecurity.org/benchmark/kubernetes
 */
const controls: Readonly<Partial<Record<RuleId, readonly string[]>>> = {
  "cluster-secrets-encrypted": ["FSBP EKS.3", "CIS EKS 5.3.1"],
  "control-plane-logs": ["FSBP EKS.8", "CIS EKS 2.1.1"],
  "database-forces-tls": ["FSBP RDS.38"],
  "database-iam-authentication": ["FSBP RDS.10"],
  "database-not-public": ["FSBP RDS.2"],
  "database-storage-encrypted": ["FSBP RDS.3"],
  "default-group-empty": ["FSBP EC2.2"],
  "flow-logs": ["FSBP EC2.6"],
};

export const controlsOf = (rule: RuleId): readonly string[] => controls[rule] ?? [];

/** A release that does not come up in time is rolled back, and what it made is removed; Terraform then fails. */
export const failSafe = {
  namespace: "kube-system",
  atomic: true,
  cleanupOnFail: true,
  wait: true,
  timeout: 300,
  maxHistory: 5,
} as const;

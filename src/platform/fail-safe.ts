/** If a release does not become ready in time, Helm rolls it back or removes it, and Terraform reports an error. */
export const failSafe = {
  namespace: "kube-system",
  atomic: true,
  cleanupOnFail: true,
  wait: true,
  timeout: 300,
  maxHistory: 5,
} as const;

import type { ExistingSecret } from "../../identity/questions/existing";
import { mountedSecrets } from "../../identity/questions/mounts";
import { type Asked, compliant, type Evidence, type Rule, unknown, violated } from "../rule";

export const mountsWork: Rule = {
  id: "mounts-work",
  threat:
    "A class that names a neighbour's secret is a mistake or an attempt; the pod would not start either way.",
  check: ({ identity, asked }: Evidence) =>
    mountedSecrets(identity, existingIn(asked)).map(({ workload, secret, verdict }) => {
      if (verdict.kind === "allowed") return compliant(workload);
      return verdict.kind === "denied"
        ? violated(workload, `${secret}: ${verdict.because}`)
        : unknown(workload, `${secret}: ${verdict.because.join("; ")}`);
    }),
};

/** Secrets that config says were there before. */
const existingIn = ({ workloads = [] }: Asked): ExistingSecret[] =>
  workloads.flatMap(({ secrets = [] }) =>
    secrets
      .filter(({ secret }) => secret.startsWith("arn:"))
      .map(({ secret, kmsKeyArn }) => ({ arn: secret, kmsKeyArn })),
  );

import { mountedSecrets } from "../../identity/questions/mounts";
import { compliant, type Evidence, type Rule, unknown, violated } from "../rule";

export const mountsWork: Rule = {
  id: "mounts-work",
  threat:
    "A class that names a neighbour's secret is a mistake or an attempt; the pod would not start either way.",
  check: ({ identity }: Evidence) =>
    mountedSecrets(identity).map(({ workload, secret, verdict }) => {
      if (verdict.kind === "allowed") return compliant(workload);
      return verdict.kind === "denied"
        ? violated(workload, `${secret}: ${verdict.because}`)
        : unknown(workload, `${secret}: ${verdict.because.join("; ")}`);
    }),
};

import { unclearPart } from "../../identity/policy/text";
import type { ExistingSecret } from "../../identity/questions/existing";
import { mountedSecrets } from "../../identity/questions/mounts";
import { compliant, type Evidence, type OwnerChoices, type Rule, unknown, violated } from "../rule";

export const mountsWork: Rule = {
  id: "mounts-work",
  threat:
    "A SecretProviderClass that names another organization's secret is a mistake or an attack; in both cases the pod would not start.",
  check: ({ identity, choices }: Evidence) =>
    mountedSecrets(identity, existingIn(choices)).map(
      ({ workload, secret: name, verdict, classAddress, lacksRole }) => {
        if (verdict.kind === "allowed") return compliant(workload);
        const secret = name.includes(unclearPart) ? "a secret whose name is not understood" : name;
        // The SecretProviderClass decides which secret a pod mounts, its service account with which role.
        const cause = lacksRole ? workload : classAddress;
        const because = [verdict.because].flat().flatMap((line) => line.split("; "));
        return verdict.kind === "denied"
          ? violated(workload, `its pods mount ${secret}, and may not read it`, { cause, because })
          : unknown(workload, `its pods mount ${secret}, and it is not certain that they may read it`, {
              cause,
              because,
            });
      },
    ),
};

/** Existing secrets according to config. */
const existingIn = ({ workloads = [] }: OwnerChoices): ExistingSecret[] =>
  workloads.flatMap(({ secrets = [] }) =>
    secrets
      .filter(({ secret }) => secret.startsWith("arn:"))
      .map(({ secret, kmsKeyArn }) => ({ arn: secret, kmsKeyArn })),
  );

import { bringBackCall } from "../repair/calls";
import type { Diagnostic } from "./messages";

interface KnownError {
  /** Text of the error in its source. */
  readonly said: RegExp;
  /** Its meaning, and what to do in an environment. */
  readonly advice: (environment: string) => string;
}

/** Errors of real providers whose text hardly explains the cause. All advice was tested. */
const knownErrors: readonly KnownError[] = [
  {
    said: /Instance cannot be destroyed/,
    advice: () =>
      "Nothing was changed. The resource is protected, because its data is lost when it is replaced: docs/operations.md, `A plan that is refused`, says what to do.",
  },
  {
    said: /cannot re-use a name that is still in use|another operation \(install\/upgrade\/rollback\) is in progress/,
    advice: () =>
      "A run that was killed left a chart half-installed. If no other Terraform or Helm is running: kubectl -n kube-system delete secret -l 'owner=helm,status in (pending-install,pending-upgrade,pending-rollback)'. The next run adopts the objects that are in the cluster already.",
  },
  {
    said: /no matches for kind/,
    advice: () =>
      "The cluster does not know these kinds of objects: deploy the platform before organizations. If it is deployed, its CustomResourceDefinitions were deleted: docs/troubleshooting.md, `The platform`.",
  },
  {
    said: /already scheduled for deletion/,
    advice: (environment) =>
      `Secrets of destroyed organizations can still be restored, and their names stay taken until they are deleted for good. The commands that restore them, for all organizations: ${bringBackCall(environment)} (docs/troubleshooting.md, \`The name of a secret is taken\`).`,
  },
  {
    said: /already ?exists/i,
    advice: () =>
      "What exists already, a run that was killed may have made: npm run import finds it, for the next plan to take over (docs/lost-state.md).",
  },
];

/** Advice for known errors. */
export const adviceOn = (errors: readonly Diagnostic[], environment: string): string[] =>
  knownErrors
    .filter(({ said }) => errors.some(({ summary, detail = "" }) => said.test(`${summary} ${detail}`)))
    .map(({ advice }) => advice(environment));

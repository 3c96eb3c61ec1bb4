import type { IdentityReport } from "./analyze";
import { administratorDifferences } from "./comparison/administrators";
import { sharedNames } from "./comparison/distinct";
import { footholdDifferences } from "./comparison/footholds";
import { loginDifferences } from "./comparison/logins";
import { roleDifferences } from "./comparison/roles";
import { secretDifferences } from "./comparison/secrets";
import { strangerDifferences } from "./comparison/strangers";
import type { Difference, IdentityIntent } from "./intent";
import { takeoverText } from "./questions/takeovers";
import { isCertain } from "./verdict";

/** Where what is possible and what is meant differ. Empty when they are the same. */
export function differences(report: IdentityReport, intent: IdentityIntent): Difference[] {
  const found = [
    ...secretDifferences(report, intent),
    ...[
      ...roleDifferences(report, intent),
      ...administratorDifferences(report, intent),
      ...loginDifferences(report, intent),
      ...sharedNames(report),
      ...footholdDifferences(report, intent),
    ].map((text) => ({ text })),
    ...report.takeovers.map((takeover) => ({
      text: takeoverText(takeover),
      ...(isCertain(takeover.verdict) && { takeover: takeoverText(takeover) }),
    })),
  ];
  return [...found, ...strangerDifferences(report, intent, found)];
}

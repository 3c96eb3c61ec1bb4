import type { IdentityReport } from "./analyze";
import { administratorDifferences } from "./comparison/administrators";
import { sharedNames } from "./comparison/distinct";
import { footholdDifferences } from "./comparison/footholds";
import { loginDifferences } from "./comparison/logins";
import { roleDifferences } from "./comparison/roles";
import { secretDifferences } from "./comparison/secrets";
import { strangerDifferences } from "./comparison/strangers";
import { differenceAt, placeOf } from "./comparison/surplus";
import type { Difference, IdentityIntent } from "./intent";
import { takeoverText } from "./questions/takeovers";
import { isCertain } from "./verdict";

/** Where what is possible and what is meant differ. Empty when they are the same. */
export function differences(report: IdentityReport, intent: IdentityIntent): Difference[] {
  const found: Difference[] = [
    ...secretDifferences(report, intent),
    ...roleDifferences(report, intent),
    ...administratorDifferences(report, intent),
    ...loginDifferences(report, intent),
    ...sharedNames(report).map((text) => ({ text })),
    ...footholdDifferences(report, intent),
    ...report.takeovers.map((takeover) => ({
      ...differenceAt(
        placeOf(takeover.verdict) ?? takeover.address,
        takeoverText(takeover),
        takeover.verdict,
      ),
      ...(takeover.because && takeover.because.length > 0 && { follows: takeover.because }),
      ...(isCertain(takeover.verdict) && { takeover: takeoverText(takeover) }),
    })),
  ];
  return [...found, ...strangerDifferences(report, intent, found)];
}

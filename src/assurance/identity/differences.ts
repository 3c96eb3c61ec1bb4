import { remembered } from "../remembered";
import type { IdentityReport } from "./analyze";
import { administratorDifferences } from "./comparison/administrators";
import { sharedNames } from "./comparison/distinct";
import { footholdDifferences } from "./comparison/footholds";
import { loginDifferences } from "./comparison/logins";
import { roleDifferences } from "./comparison/roles";
import { secretDifferences } from "./comparison/secrets";
import { differenceAt, placeOf } from "./comparison/surplus";
import { unknownPrincipalDifferences } from "./comparison/unknown-principals";
import type { Difference, IdentityIntent } from "./intent";
import { type Takeover, takeoverText } from "./questions/takeovers";
import { isCertain } from "./verdict";

/** Differences between possible and intended access. Empty if they are equal. */
export function differences(report: IdentityReport, intent: IdentityIntent): Difference[] {
  const found: Difference[] = [
    ...secretDifferences(report, intent),
    ...roleDifferences(report, intent),
    ...administratorDifferences(report, intent),
    ...loginDifferences(report, intent),
    ...sharedNames(report),
    ...footholdDifferences(report, intent),
    ...report.takeovers.map(takeoverDifference),
  ];
  return [...found, ...unknownPrincipalDifferences(report, intent, found)];
}

const takeoverDifference = remembered((takeover: Takeover): Difference => {
  const { verdict, address, because = [], through } = takeover;
  const text = takeoverText(takeover);
  const difference = differenceAt(placeOf(verdict) ?? address, text, verdict);
  return {
    ...difference,
    ...(through !== undefined && { details: [...(difference.details ?? []), `for example: ${through}`] }),
    ...(because.length > 0 && { follows: because }),
    ...(isCertain(verdict) && { takeover: text }),
  };
});

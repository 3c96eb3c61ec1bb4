import type { Environment } from "../model";
import type { Problem } from "../problem";

/** Zones must be two different Availability Zones of the region: Local Zones support neither EKS nor RDS. */
export function zones({ region, zones }: Environment): Problem[] {
  return zones.flatMap((zone, index): Problem[] => {
    const path = ["zones", index];
    if (!zone.startsWith(region) || !/^[a-f]$/.test(zone.slice(region.length)))
      return [
        {
          path,
          found: `"${zone}"`,
          allowed: `zones of the region ${region}, such as ${region}a`,
          fix: /^[a-f]$/.test(zone) ? `Write ${region}${zone}.` : "Change the zone, or `region`.",
        },
      ];
    if (zones.indexOf(zone) === index) return [];
    return [
      {
        path,
        found: `"${zone}" a second time`,
        allowed: "two different zones: one failure must not take both",
        fix: `Name another zone of ${region}.`,
      },
    ];
  });
}

import type { Check } from "../check";
import { accountChecks } from "./account";
import { certificates } from "./certificates";
import { kubernetesVersion } from "./kubernetes";
import { listedRoles } from "./listed-roles";
import { nameChecks } from "./names";
import { natGateways } from "./nat-gateways";
import { processorChecks } from "./processors";
import { quotaChecks } from "./quotas";
import { serviceRoles } from "./service-roles";
import { zoneChecks } from "./zones";

/** All checks, in the order of the report. */
export const checks: readonly Check[] = [
  ...zoneChecks,
  kubernetesVersion,
  ...quotaChecks,
  natGateways,
  ...processorChecks,
  ...accountChecks,
  serviceRoles,
  listedRoles,
  certificates,
  ...nameChecks,
];

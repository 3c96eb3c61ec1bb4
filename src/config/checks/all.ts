import { administratorOfAccount, partitionOfArns, regionOfStateKey } from "./account";
import { oneArchitecture } from "./architecture";
import { branchInterfaceCapacity } from "./branch-interfaces";
import type { Check } from "./check";
import { connectionBudget, poolsWithinLimit } from "./connections";
import { externalAccessHasLoadBalancer } from "./external-access";
import { instanceSettingsAreUsed, metabaseHasDatabase } from "./isolation";
import { environmentName, environmentsApart, organizationNames, secretNamesDiffer } from "./names";
import { quotaHoldsPods } from "./quota";
import { storageCeiling } from "./storage";
import { subnetsApart, subnetsFit, vpcRanges } from "./subnets";
import { blocksForGateways, databaseRangeIsUsed, peeredVpcsApart } from "./topology";
import { zones } from "./zones";

/** Every judgement of values against each other. */
export const checks: readonly Check[] = [
  environmentName,
  organizationNames,
  environmentsApart,
  secretNamesDiffer,
  zones,
  partitionOfArns,
  administratorOfAccount,
  regionOfStateKey,
  vpcRanges,
  subnetsFit,
  subnetsApart,
  databaseRangeIsUsed,
  peeredVpcsApart,
  blocksForGateways,
  externalAccessHasLoadBalancer,
  oneArchitecture,
  branchInterfaceCapacity,
  storageCeiling,
  metabaseHasDatabase,
  instanceSettingsAreUsed,
  poolsWithinLimit,
  connectionBudget,
  quotaHoldsPods,
];

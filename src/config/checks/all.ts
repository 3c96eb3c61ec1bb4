import { administratorOfAccount, regionOfStateKey } from "./account";
import { oneArchitecture } from "./architecture";
import { branchInterfaceCapacity } from "./branch-interfaces";
import type { Check } from "./check";
import { connectionBudget, poolsWithinLimit } from "./connections";
import { instanceSettingsAreUsed, metabaseHasDatabase, oneMetabase } from "./isolation";
import { environmentName, environmentsApart, organizationNames, secretNamesDiffer } from "./names";
import { quotaHoldsPods } from "./quota";
import { storageCeiling } from "./storage";
import { subnetsApart, subnetsFit, vpcRange } from "./subnets";
import { zones } from "./zones";

/** Every judgement of values against each other. */
export const checks: readonly Check[] = [
  environmentName,
  organizationNames,
  environmentsApart,
  secretNamesDiffer,
  zones,
  administratorOfAccount,
  regionOfStateKey,
  vpcRange,
  subnetsFit,
  subnetsApart,
  oneArchitecture,
  branchInterfaceCapacity,
  storageCeiling,
  metabaseHasDatabase,
  oneMetabase,
  instanceSettingsAreUsed,
  poolsWithinLimit,
  connectionBudget,
  quotaHoldsPods,
];

import type { Problem } from "../problem";
import { administratorOfAccount, regionOfStateKey } from "./account";
import {
  accessIsWithinEnvironment,
  certificatesAreOfRegionAndAccount,
  hostnamesDiffer,
  openedRangesAreOutsideVpcs,
  openingSetsItsSettings,
  rangesAreShared,
  rangesFitScheme,
  schemesUseDifferentPorts,
} from "./application-access";
import {
  certificatesFitListener,
  loadBalancersHaveAddresses,
  openedNamesDifferFromSchemes,
  openingsFitAcl,
  portNumbersDiffer,
} from "./application-load-balancers";
import { oneArchitecture } from "./architecture";
import type { Check, NamedOrganizations, Names } from "./check";
import { connectionBudget, poolsWithinLimit } from "./connections";
import { memoryOfClassIsKnown, memoryOfClassIsUsed } from "./database-class";
import { filesAreReadAgain } from "./delivery";
import { exceptionTargets } from "./exceptions";
import { externalAccessHasLoadBalancer } from "./external-access";
import { instanceSettingsAreUsed, schemaPublicHasOneUser, schemaPublicIsOwn } from "./isolation";
import { membersAreOfOneOrganization, membersHoldNoOtherAccess } from "./members";
import { environmentName, environmentsApart, organizationNames, secretNamesDiffer } from "./names";
import { nodesHaveAddresses } from "./node-addresses";
import { nodesCarryPods } from "./node-capacity";
import { nodesHoldRequests, podsFitOnNodes } from "./node-resources";
import { listedRolesAreNotMade } from "./own-roles";
import {
  idleConnectionsWithinMaximum,
  proxyIsOnTheWay,
  proxyServesIamLogins,
  proxySettingsAreUsed,
  readersReachInstance,
} from "./pooling";
import { quotaHoldsPods } from "./quota";
import { endpointsWithinQuota, instancesWithinQuota, loadBalancersWithinQuota } from "./quotas";
import { settingsReferToVariables } from "./references";
import { snapshotIsUsed, snapshotsAreOfRegion } from "./restore";
import {
  existingKeysAreOfRegion,
  existingSecretsAreOfRegionAndAccount,
  secretsAreNoSettings,
  secretsFitRole,
  secretsHaveWriters,
  writersAreOfAccount,
} from "./secrets";
import { serviceRange } from "./service-range";
import { sharedInstanceExists } from "./shared-instance";
import { storageCeiling } from "./storage";
import { subnetsApart, subnetsFit, vpcRanges } from "./subnets";
import { addressBlocksFit, databaseRangeIsUsed, routedVpcsApart } from "./topology";
import { zones } from "./zones";

/** Checks of folder and file names, which need no file content. */
export const checksOfNames: readonly ((names: Names) => Problem[])[] = [environmentName, organizationNames];

/** Checks of organizations, which need nothing of environment.yaml. */
export const checksWithoutFile: readonly ((environment: NamedOrganizations) => Problem[])[] = [
  schemaPublicIsOwn,
  schemaPublicHasOneUser,
  instanceSettingsAreUsed,
  quotaHoldsPods,
  membersAreOfOneOrganization,
  secretsHaveWriters,
];

/** Every check of values against each other. */
export const checks: readonly Check[] = [
  ...checksWithoutFile,
  environmentsApart,
  secretNamesDiffer,
  zones,
  administratorOfAccount,
  membersHoldNoOtherAccess,
  listedRolesAreNotMade,
  regionOfStateKey,
  vpcRanges,
  subnetsFit,
  subnetsApart,
  databaseRangeIsUsed,
  routedVpcsApart,
  addressBlocksFit,
  serviceRange,
  externalAccessHasLoadBalancer,
  sharedInstanceExists,
  accessIsWithinEnvironment,
  openingSetsItsSettings,
  rangesFitScheme,
  rangesAreShared,
  schemesUseDifferentPorts,
  hostnamesDiffer,
  certificatesAreOfRegionAndAccount,
  openedRangesAreOutsideVpcs,
  portNumbersDiffer,
  openingsFitAcl,
  certificatesFitListener,
  openedNamesDifferFromSchemes,
  loadBalancersHaveAddresses,
  loadBalancersWithinQuota,
  exceptionTargets,
  filesAreReadAgain,
  settingsReferToVariables,
  secretsAreNoSettings,
  existingSecretsAreOfRegionAndAccount,
  existingKeysAreOfRegion,
  secretsFitRole,
  writersAreOfAccount,
  oneArchitecture,
  memoryOfClassIsKnown,
  memoryOfClassIsUsed,
  nodesCarryPods,
  nodesHaveAddresses,
  podsFitOnNodes,
  nodesHoldRequests,
  storageCeiling,
  snapshotsAreOfRegion,
  snapshotIsUsed,
  instancesWithinQuota,
  endpointsWithinQuota,
  proxyServesIamLogins,
  readersReachInstance,
  proxySettingsAreUsed,
  proxyIsOnTheWay,
  idleConnectionsWithinMaximum,
  poolsWithinLimit,
  connectionBudget,
];

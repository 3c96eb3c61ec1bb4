import type { Rule } from "../rule";
import { aclsAdmitAnswers } from "./acls-admit-answers";
import { applicationsHttps } from "./applications-https";
import { argumentsKnown } from "./arguments-known";
import { attachmentsDeclared } from "./attachments-declared";
import { callsOwnOrganization } from "./calls-own-organization";
import { chartsKnown } from "./charts-known";
import { clientsVerifyTls } from "./clients-verify-tls";
import { clusterAccessExplicit } from "./cluster-access-explicit";
import { clusterApiClosed } from "./cluster-api-closed";
import { clusterSecretsEncrypted } from "./cluster-secrets-encrypted";
import { controlPlaneLogs } from "./control-plane-logs";
import { databaseBackups } from "./database-backups";
import { databaseForcesTls } from "./database-forces-tls";
import { databaseIamAuthentication } from "./database-iam-authentication";
import { databaseNotPublic } from "./database-not-public";
import { databaseOwnData } from "./database-own-data";
import { databaseOwnGroups } from "./database-own-groups";
import { databaseStorageEncrypted } from "./database-storage-encrypted";
import { defaultGroupEmpty } from "./default-group-empty";
import { deletionProtection } from "./deletion-protection";
import { endpointServicesAccept } from "./endpoint-services-accept";
import { endpointsOwnAccount } from "./endpoints-own-account";
import { eventsKnown } from "./events-known";
import { flowLogs } from "./flow-logs";
import { functionsOwnCallers } from "./functions-own-callers";
import { functionsOwnCode } from "./functions-own-code";
import { groupsNamePeers } from "./groups-name-peers";
import { groupsOneKind } from "./groups-one-kind";
import { interfacesPrivate } from "./interfaces-private";
import { keysRotate } from "./keys-rotate";
import { keysThroughServices } from "./keys-through-services";
import { logsEncrypted } from "./logs-encrypted";
import { logsKept } from "./logs-kept";
import { masterPasswordManaged } from "./master-password-managed";
import { mountsWork } from "./mounts-work";
import { namesKnown } from "./names-known";
import { namespacesDefaultDeny } from "./namespaces-default-deny";
import { namespacesGuarded } from "./namespaces-guarded";
import { namespacesLimited } from "./namespaces-limited";
import { namespacesRestricted } from "./namespaces-restricted";
import { nestedKnown } from "./nested-known";
import { networkPoliciesNarrow } from "./network-policies-narrow";
import { noCredentialMaterial } from "./no-credential-material";
import { noOpenPolicies } from "./no-open-policies";
import { noSecretVersions } from "./no-secret-versions";
import { noTakeovers } from "./no-takeovers";
import { nodesDisksEncrypted } from "./nodes-disks-encrypted";
import { nodesMetadataClosed } from "./nodes-metadata-closed";
import { nodesOwnTemplate } from "./nodes-own-template";
import { objectsOwnNamespace } from "./objects-own-namespace";
import { onlyKnownKinds } from "./only-known-kinds";
import { plannersDenied } from "./planners-denied";
import { podsAsConfigured } from "./pods-as-configured";
import { podsChosenByAccount } from "./pods-chosen-by-account";
import { podsOwnIdentity } from "./pods-own-identity";
import { podsOwnInterfaces } from "./pods-own-interfaces";
import { podsRestricted } from "./pods-restricted";
import { podsRolesExact } from "./pods-roles-exact";
import { protectedThingsRead } from "./protected-things-read";
import { providersOwnPlace } from "./providers-own-place";
import { proxyHoldsNoSecret } from "./proxy-holds-no-secret";
import { proxyLogsNoStatements } from "./proxy-logs-no-statements";
import { proxyRequiresTls } from "./proxy-requires-tls";
import { queuesRefuseHttp } from "./queues-refuse-http";
import { recordsStay } from "./records-stay";
import { rightsKnown } from "./rights-known";
import { rightsOnOwnThings } from "./rights-on-own-things";
import { secretsAsConfigured } from "./secrets-as-configured";
import { secretsOwnKey } from "./secrets-own-key";
import { secretsRotate } from "./secrets-rotate";
import { secretsTwoLocks } from "./secrets-two-locks";
import { serviceAccountTrust } from "./service-account-trust";
import { serviceRolesOwnAccount } from "./service-roles-own-account";
import { servicesApart } from "./services-apart";
import { stacksRefuseDestruction } from "./stacks-refuse-destruction";
import { stateEncrypted } from "./state-encrypted";
import { statesOwnPlace } from "./states-own-place";
import { terraformRunsNothing } from "./terraform-runs-nothing";
import { topicsEncrypted } from "./topics-encrypted";
import { variablesKnown } from "./variables-known";

/** All rules, in the order of a review: data, credentials, the principals that have them, and where those run. */
export const rules: readonly Rule[] = [
  databaseNotPublic,
  databaseOwnGroups,
  databaseForcesTls,
  databaseIamAuthentication,
  proxyRequiresTls,
  proxyHoldsNoSecret,
  proxyLogsNoStatements,
  databaseStorageEncrypted,
  databaseBackups,
  databaseOwnData,
  deletionProtection,
  masterPasswordManaged,
  clientsVerifyTls,
  secretsTwoLocks,
  secretsOwnKey,
  secretsRotate,
  noSecretVersions,
  noCredentialMaterial,
  stacksRefuseDestruction,
  stateEncrypted,
  statesOwnPlace,
  terraformRunsNothing,
  providersOwnPlace,
  keysRotate,
  keysThroughServices,
  noOpenPolicies,
  serviceAccountTrust,
  serviceRolesOwnAccount,
  servicesApart,
  podsRolesExact,
  mountsWork,
  noTakeovers,
  rightsKnown,
  rightsOnOwnThings,
  plannersDenied,
  functionsOwnCallers,
  eventsKnown,
  attachmentsDeclared,
  callsOwnOrganization,
  recordsStay,
  functionsOwnCode,
  argumentsKnown,
  onlyKnownKinds,
  protectedThingsRead,
  nestedKnown,
  chartsKnown,
  podsAsConfigured,
  secretsAsConfigured,
  variablesKnown,
  namespacesRestricted,
  namespacesGuarded,
  namespacesLimited,
  objectsOwnNamespace,
  namespacesDefaultDeny,
  networkPoliciesNarrow,
  applicationsHttps,
  podsRestricted,
  podsOwnIdentity,
  podsOwnInterfaces,
  podsChosenByAccount,
  nodesMetadataClosed,
  nodesDisksEncrypted,
  nodesOwnTemplate,
  clusterApiClosed,
  clusterAccessExplicit,
  clusterSecretsEncrypted,
  controlPlaneLogs,
  flowLogs,
  logsKept,
  defaultGroupEmpty,
  aclsAdmitAnswers,
  groupsNamePeers,
  groupsOneKind,
  interfacesPrivate,
  namesKnown,
  endpointsOwnAccount,
  endpointServicesAccept,
  logsEncrypted,
  topicsEncrypted,
  queuesRefuseHttp,
];

import { attachedElsewhere } from "./families/attachments";
import { argumentEmptied } from "./families/empties";
import {
  clientGroupHeld,
  clientRuleRemoved,
  databaseGroupOpened,
  groupAdded,
  groupNamedIndirectly,
} from "./families/groups";
import { admissionPolicyLoosened, declaredTwice, manifestTypeChanged } from "./families/guards";
import {
  administratorAdded,
  chartChanged,
  namespaceControlRemoved,
  podWeakened,
  rbacGranted,
} from "./families/kubernetes";
import {
  callerAdded,
  codeChanged,
  instanceWeakened,
  kmsKeyReplaced,
  policyAttached,
  rightAdded,
  roleUserAdded,
  secondAssociation,
  secondPolicy,
} from "./families/policies";
import {
  kmsKeyOpened,
  kmsKeyShared,
  lockWeakened,
  strangerAllowed,
  strangerExempted,
  tokenClaimChanged,
  trustWidened,
  unknownPrincipal,
} from "./families/principals";
import { pathAdded, relayAdded, relayChanged } from "./families/relays";
import {
  metaArgumentAdded,
  providerLoginChanged,
  remoteStateChanged,
  terraformFeatures,
} from "./families/terraform";
import type { Family } from "./mutant";

/** Weakenings of the network, and of what the topologies do differently. */
export const networkFamilies: readonly Family[] = [
  groupNamedIndirectly,
  groupAdded,
  clientGroupHeld,
  databaseGroupOpened,
  clientRuleRemoved,
  secondAssociation,
  relayAdded,
  relayChanged,
  pathAdded,
];

/** Every kind of weakening, each made of all objects that it applies to. */
export const families: readonly Family[] = [
  ...networkFamilies,
  strangerAllowed,
  strangerExempted,
  unknownPrincipal,
  kmsKeyOpened,
  kmsKeyShared,
  lockWeakened,
  trustWidened,
  tokenClaimChanged,
  secondPolicy,
  kmsKeyReplaced,
  rightAdded,
  policyAttached,
  roleUserAdded,
  codeChanged,
  callerAdded,
  instanceWeakened,
  administratorAdded,
  rbacGranted,
  chartChanged,
  podWeakened,
  namespaceControlRemoved,
  manifestTypeChanged,
  attachedElsewhere,
  admissionPolicyLoosened,
  declaredTwice,
  terraformFeatures,
  metaArgumentAdded,
  argumentEmptied,
  remoteStateChanged,
  providerLoginChanged,
];

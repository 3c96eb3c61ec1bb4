import { emptyArguments } from "./families/empties";
import { doorOpened, groupAdded, groupRenamed, keyHeld, wayClosed } from "./families/groups";
import { declaredTwice, manifestsApart, policiesLoosened } from "./families/guards";
import { administrators, charts, fences, pods, rbac } from "./families/kubernetes";
import {
  callerAdded,
  codeChanged,
  instanceWeakened,
  keyReplaced,
  policyAttached,
  rightAdded,
  runnerAdded,
  secondAssociation,
  secondPolicy,
} from "./families/policies";
import {
  issuers,
  keyOpened,
  keyShared,
  lockOpened,
  strangerAllowed,
  strangerSpared,
  trustWidened,
  unknownPrincipal,
} from "./families/principals";
import { relayAdded, relayChanged, wayAdded } from "./families/relays";
import { logins, metaArguments, remoteStates, terraformsMeans } from "./families/terraform";
import type { Family } from "./mutant";

/** Every kind of weakening, each made of all objects that it applies to. */
export const families: readonly Family[] = [
  strangerAllowed,
  strangerSpared,
  unknownPrincipal,
  keyOpened,
  keyShared,
  lockOpened,
  trustWidened,
  issuers,
  groupRenamed,
  groupAdded,
  keyHeld,
  doorOpened,
  wayClosed,
  secondPolicy,
  secondAssociation,
  keyReplaced,
  rightAdded,
  policyAttached,
  runnerAdded,
  codeChanged,
  callerAdded,
  instanceWeakened,
  administrators,
  rbac,
  charts,
  pods,
  fences,
  manifestsApart,
  policiesLoosened,
  declaredTwice,
  relayAdded,
  relayChanged,
  wayAdded,
  terraformsMeans,
  metaArguments,
  emptyArguments,
  remoteStates,
  logins,
];

/**
 * Who can obtain which credentials, judged from Terraform JSON alone.
 *
 *     const model = readIdentityModel(configuration);       // one environment
 *     const report = analyzeIdentity(configuration);
 *     report.secrets[0].readers                             // [{ name, kind, verdict }]: others are denied
 *     differences(report, intent)                           // [] if possible and intended access are equal
 *     canRead(roleSubject(role), secret)                    // one verdict, with its witness or what is missing
 *
 * A list contains each principal that may have access, including `unknown`; the verdict `allowed` is certain.
 * Boundaries list what no verdict covers.
 */
export {
  analyzeIdentity,
  type IdentityNames,
  type IdentityReport,
  identityNames,
  type NamedRole,
  type NamedSecret,
  type RoleReport,
  type SecretReport,
} from "./analyze";
export type { Boundary } from "./boundaries";
export { isDeclaredHolder } from "./comparison/roles";
export { differences } from "./differences";
export type {
  Difference,
  IdentityIntent,
  LoginIntent,
  RoleIntent,
  SecretIntent,
} from "./intent";
export { type IdentityModel, readIdentityModel } from "./model/model";
export type { Role } from "./model/roles";
export type { Secret } from "./model/secrets";
export { type ServiceAccount, subjectOf } from "./model/service-accounts";
export type { Decision } from "./policy/decide";
export { conditionText, denialsNotApplying, nearestMiss } from "./policy/evaluate";
export type { Statement } from "./policy/statement";
export { askRole, canAssume, type Holder } from "./questions/assume";
export { canLogIn, type DatabaseLogin } from "./questions/database-logins";
export type { Foothold } from "./questions/footholds";
export type { MountedSecret } from "./questions/mounts";
export { askKey, askSecret, canRead, canWrite } from "./questions/secrets";
export type { Takeover } from "./questions/takeovers";
export { askToken } from "./questions/web-identities";
export { type Access, administrator, otherAccount, roleSubject, type Subject } from "./subjects";
export { isCertain, isPossible, type Verdict } from "./verdict";
export { outsidersOf } from "./witnesses";

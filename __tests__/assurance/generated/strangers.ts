/** Principals that no environment declares: of another account, or of a role that is made elsewhere. */
const account = "444455556666";
export const strangerRole = `arn:aws:iam::${account}:role/stranger`;
export const strangers = [
  `arn:aws:iam::${account}:root`,
  account,
  strangerRole,
  `arn:aws:sts::${account}:assumed-role/stranger/session`,
  `arn:aws:sts::${account}:federated-user/stranger`,
  `arn:aws:iam::${account}:user/stranger`,
  "arn:aws:iam::111122223333:role/stranger",
  "arn:aws:iam::111122223333:user/stranger",
] as const;

export const literalGroup = "sg-0123456789abcdef0";

/** Items in turn, so that each of them is used for some object. */
export const inTurn = <T>(all: readonly T[], index: number): T => all[index % all.length] as T;

/** Key of a Kubernetes secret that says when the version was written that it is a copy of, and of the secret's own JSON. */
export const writtenKey = "written";

/** What it says where the secret does not tell. */
export const unknownTime = "-";

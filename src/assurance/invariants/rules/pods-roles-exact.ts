import type { Role } from "../../identity/model/roles";
import type { Selection, Statement } from "../../identity/policy/statement";
import { isBound } from "../../known/cluster-writes";
import { addressesNamed } from "../../terraform";
import { compliant, type Evidence, type Finding, type Rule, unknown, violated } from "../rule";

export const podsRolesExact: Rule = {
  id: "pods-roles-exact",
  threat: "A wildcard allows what AWS or a neighbour adds later.",
  check: ({ identity }: Evidence) => {
    const annotated = new Set(
      identity.serviceAccounts.filter((account) => !isBound(account)).map(({ roleArn }) => roleArn?.key),
    );
    return identity.roles.filter(({ arn }) => annotated.has(arn.key)).map(judgeRole);
  },
};

function judgeRole({ address, policies }: Role): Finding {
  const wide = policies.flatMap(({ statements }) => statements).find(isWide);
  if (wide)
    return violated(
      address,
      `${wide.place} allows ${listed(wide.actions)} on ${wide.resources ? listed(wide.resources) : "everything"}`,
      { cause: addressesNamed(wide.place)[0] },
    );
  const unclear = policies.flatMap((policy) => policy.unclear);
  return unclear.length > 0 ? unknown(address, unclear.join("; ")) : compliant(address);
}

const isWide = ({ effect, actions, resources }: Statement): boolean =>
  effect === "Allow" && (hasWildcard(actions) || !resources || hasWildcard(resources));

const listed = ({ except, patterns }: Selection): string =>
  `${except ? "all but " : ""}${patterns.slice(0, 3).join(", ")}${patterns.length > 3 ? " and more" : ""}`;

const hasWildcard = ({ except, patterns }: Selection): boolean =>
  except || patterns.some(({ pattern }) => pattern.hasWildcard);

import { addressesNamed } from "../../terraform";
import { isAboutAccount } from "../about-account";
import { compliant, type Evidence, type Rule, violated } from "../rule";

/** Services that document conditions on the source for their role. EC2, EKS, Lambda and RDS Proxy document none. */
const sending: ReadonlySet<string | undefined> = new Set([
  "monitoring.rds.amazonaws.com",
  "vpc-flow-logs.amazonaws.com",
]);

export const serviceRolesOwnAccount: Rule = {
  id: "service-roles-own-account",
  threat: "A service that acts for another account uses the role as a confused deputy.",
  check: ({ identity }: Evidence) =>
    identity.roles.flatMap(({ address, place: { account }, trust }) =>
      trust.statements
        .filter(({ effect, principals }) => effect === "Allow" && principals?.except === false)
        .flatMap(({ place, principals, conditions }) => {
          const service = principals?.patterns.find(({ identifier }) => sending.has(identifier.literal));
          if (!service) return [];
          return conditions.some((one) => isAboutAccount(one, account))
            ? compliant(address)
            : violated(address, `${place} lets ${service.identifier} act for any account`, {
                cause: addressesNamed(place)[0],
              });
        }),
    ),
};

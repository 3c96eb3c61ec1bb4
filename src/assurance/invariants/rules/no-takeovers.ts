import { takeoversIn, takeoverText } from "../../identity/questions/takeovers";
import { compliant, type Evidence, type Rule, unknown, violated } from "../rule";

export const noTakeovers: Rule = {
  id: "no-takeovers",
  threat:
    "A principal that may not read a secret may be able to replace its policy, the code of a function, or the trust policy of a role.",
  check: ({ configuration, identity }: Evidence) => {
    const ways = configuration.derived(takeoversIn);
    const byRole = identity.roles
      .filter(({ name }) => !ways.some(({ by }) => by === name))
      .map(({ address }) => compliant(address));
    return [
      ...byRole,
      // Each takeover has its own place: an exception for one does not accept another of the same role.
      ...ways.map((way) =>
        (way.verdict.kind === "allowed" ? violated : unknown)(
          takeoverText(way),
          "no policy lets it read that directly",
        ),
      ),
    ];
  },
};

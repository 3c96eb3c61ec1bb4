import { remembered } from "../../remembered";
import type { Configuration, Resource, Value } from "../../terraform";
import type { IdentityModel } from "../model/model";
import { Names } from "../model/names";
import type { Role } from "../model/roles";
import { Text } from "../policy/text";
import { roleSubject } from "../subjects";
import { type Verdict, verdictOn } from "../verdict";
import { askCaller } from "./own-policies";

const byAddress = remembered(
  (roles: readonly Role[]): ReadonlyMap<string, Role> => new Map(roles.map((role) => [role.address, role])),
);

/**
 * Whether a role may write to a log group. A service whose role may not write continues to work without logs.
 *
 * @returns undefined for roles outside of the configuration, which another rule judges
 */
export function mayWriteLogs(
  configuration: Configuration,
  { roles }: IdentityModel,
  role: Value,
  group: Resource,
): Verdict | undefined {
  const declared = configuration.resourceNamed("aws_iam_role", role);
  const writer = declared && byAddress(roles).get(declared.address);
  return writer && mayWrite(writer)(configuration.derived(streamIn, group.address));
}

/** ARN pattern of the streams of a log group. */
const streamIn = (configuration: Configuration, group: string): Text =>
  Text.join(
    new Names(configuration).text({ kind: "reference", address: group, path: ["arn"] }),
    ":log-stream:",
    Text.other("stream"),
  );

const mayWrite = remembered((writer: Role) =>
  remembered((stream: Text): Verdict => {
    const subject = roleSubject(writer);
    return verdictOn(
      ["logs:CreateLogStream", "logs:PutLogEvents"].map((action) =>
        askCaller(subject, action, stream, writer.place.account),
      ),
    );
  }),
);

import { z } from "zod";
import { roleArn } from "./fields";
import { type PartialComplaint, rule, unique } from "./rule";

/**
 * Characters available for roles with quotes and commas, of the 2,048 characters that IAM allows in a trust policy:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const mostCharacters = 1900;

const assumedBy = rule(z.array(roleArn).min(1), (roles) => [...unique("role", roles), ...judgeLength(roles)]);

function judgeLength(roles: readonly string[]): PartialComplaint[] {
  const characters = JSON.stringify(roles).length;
  if (characters <= mostCharacters) return [];
  return [
    {
      found: `${roles.length} roles, ${characters} characters together`,
      allowed: `at most ${mostCharacters} characters: IAM refuses a longer trust policy`,
      fix: "Let them assume one role, and list only that role.",
    },
  ];
}

export const plannerSchema = z
  .strictObject({
    assumedBy: assumedBy.describe(
      "IAM roles that may assume the role <environment>-planner: of Atlantis, of a CI runner, of reviewers of plans.",
    ),
  })
  .describe(
    "A role that can plan every stack, but can neither change anything nor read a secret. Absent: there is none.",
  );

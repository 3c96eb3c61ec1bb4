import type { Check } from "./check";

/** docs/preflight.md: all checks, with their reasons and calls. */
export const preflightPage = (
  checks: readonly Check[],
): string => `<!-- Made by npm run schema from scripts/preflight/. -->
# What does an account lack?

\`\`\`sh run exit=2
npm run preflight -- dev
\`\`\`

The command synthesizes the environment, skips the resources that its states contain already, and asks AWS whether the rest can be created.
It calls the AWS CLI, with the profile, session and endpoints of its user, and only reads. A deployment does not depend on it.

| line | means | exit code |
|---|---|---|
| \`enough\` | the account has it | 0 |
| \`to know\` | the deployment works, but read this before | 0 |
| \`not checked\` | AWS did not answer, or the principal has no permission: the reason follows | 2 |
| \`LACKING\` | the deployment would fail there. What to do is listed below the table | 1, whatever the other lines say |

The AWS CLI retries calls that AWS throttles. An answer that takes longer than \`--timeout\` counts as no answer.

## What it checks

${table(checks)}

\`npm run preflight -- dev --policy\` prints the IAM policy for all checks, and for the environment's states if they are in S3. The
policy limits none of these actions to single resources: they list and describe existing resources, and read no secret's value.

It cannot see future use of a quota by others, lack of capacity at AWS, service control policies, and quotas of requests per second.
`;

const table = (checks: readonly Check[]): string =>
  ["| | why | actions |", "|---|---|---|", ...checks.map(row)].join("\n");

function row({ name, reason, reads }: Check): string {
  const actions = [...new Set(reads.map(({ action }) => `\`${action}\``))];
  return `| ${name} | ${reason} | ${actions.join(", ")} |`;
}

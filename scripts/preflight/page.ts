import type { Check } from "./check";

/** docs/preflight.md: what is looked at, why, and what it takes. */
export const preflightPage = (
  checks: readonly Check[],
): string => `<!-- Made by npm run schema from scripts/preflight/. -->
# What does an account lack?

\`\`\`sh run exit=2
npm run preflight -- dev
\`\`\`

The command synthesizes the environment, leaves out what its states have already, and asks AWS whether the rest can be made. It asks by
way of the AWS CLI, with the profile, session and endpoints of its user, and only reads. Nothing of it is needed to deploy.

| line | means | exit code |
|---|---|---|
| \`enough\` | the account has it | 0 |
| \`to know\` | the deployment works, and something is better known before | 0 |
| \`not looked at\` | AWS did not answer, or the principal may not look: the reason stands beside it | 2 |
| \`LACKING\` | the deployment would fail there. What to do stands below the table | 1, whatever else |

Calls that AWS throttles are tried again by the AWS CLI. An answer that takes longer than \`--timeout\` counts as none.

## What is looked at

${table(checks)}

\`npm run preflight -- dev --policy\` prints the IAM policy for all of it, and for the environment's states where they are in S3. The
policy limits none of these actions to single resources: they list and describe what is there, and read no secret's value.

What it does not see: who else uses a quota tomorrow, capacity that AWS has no more of, service control policies, and quotas of requests
per second.
`;

const table = (checks: readonly Check[]): string =>
  ["| | why | actions |", "|---|---|---|", ...checks.map(row)].join("\n");

function row({ name, reason, reads }: Check): string {
  const actions = [...new Set(reads.map(({ action }) => `\`${action}\``))];
  return `| ${name} | ${reason} | ${actions.join(", ")} |`;
}

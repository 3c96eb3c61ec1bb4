import type { Guide } from "../../assurance";

/** Commands, settings and pages of this project, for the proof's messages. */
export const guide: Guide = {
  synthesize: "run npm start",
  exceptions: "docs/explain.md",
  explain: (environment, source, target) => `npm run explain -- ${environment} ${source} ${target}`,
  compare: (stack) => `npx cdktf diff ${stack}`,
  connectionLimit: (organization) => `connectionLimit of the organization ${organization}, in config`,
};

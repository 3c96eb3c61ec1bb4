import { z } from "zod";
import { roleArn } from "./fields";
import { rule, unique } from "./rule";

export const plannerSchema = z
  .strictObject({
    assumedBy: rule(z.array(roleArn).min(1), (roles) => unique("role", roles)).describe(
      "IAM roles that may take the role <environment>-planner: of Atlantis, of a CI runner, of people who review plans.",
    ),
  })
  .describe(
    "A role that can plan every stack, and neither change anything nor read a secret. Absent: there is none.",
  );

import { z } from "zod";
import type { Environment, Organization } from "../../src/config/model";
import { kubectl } from "../aws/kubectl";
import { deployCall } from "./calls";
import { type Finding, merge } from "./finding";

const deploymentSchema = z.object({
  metadata: z.object({ name: z.string(), generation: z.number() }),
  spec: z.object({ replicas: z.number() }),
  status: z.object({
    observedGeneration: z.number().default(0),
    replicas: z.number().default(0),
    updatedReplicas: z.number().default(0),
    availableReplicas: z.number().default(0),
    conditions: z
      .array(z.object({ type: z.string(), reason: z.string().optional(), message: z.string().optional() }))
      .default([]),
  }),
});
const listSchema = z.object({ items: z.array(deploymentSchema) });
type Deployment = z.output<typeof deploymentSchema>;

/**
 * Checks the deployments of an organization. Terraform saves a changed deployment before it waits for the pods: after
 * an apply that failed there, plans show no changes, while old pods or none serve requests.
 */
export async function rolloutsOf(environment: Environment, organization: Organization): Promise<Finding> {
  const { name, applications } = organization;
  const words = ["--namespace", name, "get", "deployments", "--output", "json"];
  const asked = await kubectl(environment, words).catch((error: Error) => error);
  if (asked instanceof Error)
    return { problems: [`${asked.message}\nRollouts were not checked; --database-only omits them.`] };
  const { items } = listSchema.parse(JSON.parse(asked));
  const findings = applications.map((application) => {
    const deployment = items.find(({ metadata }) => metadata.name === application.name);
    if (deployment) return merge([judge(deployment, name), scaled(deployment, name, application.replicas)]);
    return {
      problems: [
        `There is no deployment ${name}/${application.name}. Create it by: ${deployCall(environment, organization)}`,
      ],
    };
  });
  return merge(findings);
}

/** Operators may change the number of pods: no plan shows a difference from config. */
function scaled(
  { metadata: { name }, spec: { replicas } }: Deployment,
  namespace: string,
  meant: number,
): Finding {
  if (replicas === meant) return {};
  return {
    text: [
      `${namespace}/${name} is scaled to ${replicas}, and config says ${meant}. To restore that: kubectl -n ${namespace} scale deployment ${name} --replicas=${meant}`,
    ],
  };
}

/** Like `kubectl rollout status`. */
function judge({ metadata: { name, generation }, spec, status }: Deployment, namespace: string): Finding {
  const { replicas, updatedReplicas, availableReplicas, observedGeneration, conditions } = status;
  const pods = `${availableReplicas} of ${spec.replicas} pods of ${name} are available, ${updatedReplicas} run its current template`;
  const failure = conditions.find(({ reason }) => reason === "ProgressDeadlineExceeded");
  if (failure) {
    const look = `kubectl -n ${namespace} describe pods -l app.kubernetes.io/name=${name}`;
    return {
      problems: [
        `The rollout of ${namespace}/${name} failed, although a plan may show no change: ${pods}. ${failure.message ?? ""}`.trim(),
        `To see the cause: ${look}`,
        "Pods that waited for the database or its secret start within minutes of a repair. Otherwise correct config, and deploy.",
      ],
    };
  }
  const counts = [updatedReplicas, replicas, availableReplicas];
  const isComplete = observedGeneration >= generation && counts.every((count) => count === spec.replicas);
  return {
    text: [
      isComplete
        ? `The rollout of ${namespace}/${name} is complete.`
        : `The rollout of ${namespace}/${name} continues: ${pods}.`,
    ],
  };
}

import { instanceOf } from "../../src/config/instances";
import type { Environment, Organization } from "../../src/config/model";
import { organizationRequest, repairedSchema } from "../../src/database/credentials-request";
import { askCredentialsFunction, RefusedByFunction } from "../aws/credentials-function";
import { bringBack } from "./bring-back";
import { deployCall } from "./calls";
import type { Finding } from "./finding";
import { findSecrets } from "./secrets";

/**
 * Lets the credentials function repair an organization's database, roles and secret.
 *
 * @param outdir output folder of synthesis
 * @throws Error if AWS or the function does not answer
 */
export async function repairDatabase(
  environment: Environment,
  organization: Organization,
  outdir: string,
): Promise<Finding> {
  const { arns, missing, deleted } = await findSecrets(environment, organization);
  if (deleted.length > 0) return await bringBack(environment, organization, deleted, outdir);
  if (!arns)
    return {
      problems: [
        `There is no secret ${missing.join(", ")}: nothing was repaired. Create it by: ${deployCall(environment, organization)}`,
      ],
    };
  const request = organizationRequest("repair", organization, arns);
  try {
    const instance = instanceOf(environment, organization);
    const { repaired } = await askCredentialsFunction(environment, instance, request, repairedSchema);
    return {
      text:
        repaired.length > 0
          ? repaired.map((fault) => `Repaired for ${organization.name}: ${fault}`)
          : [`Database, roles and secret of ${organization.name} are correct.`],
    };
  } catch (error) {
    if (!(error instanceof RefusedByFunction)) throw error;
    return { problems: [error.message] };
  }
}

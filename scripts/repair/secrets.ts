import { z } from "zod";
import { partsOf } from "../../src/config/checks/arn";
import type { Environment, Organization } from "../../src/config/model";
import { generatedSecretNames, secretNames } from "../../src/config/names";
import type { SecretArns } from "../../src/database/credentials-request";
import { type Aws, type AwsCall, AwsCli } from "../aws/cli";
import { AwsError } from "../aws/errors";

/** A deleted secret that can be restored. */
export interface DeletedSecret {
  readonly name: string;
  readonly arn: string;
  /** Id of the key that encrypts it. */
  readonly keyId: string;
}

/** State of an organization's secrets in AWS. */
export interface FoundSecrets {
  /** ARNs of the secrets that the function writes. Undefined if one is missing or deleted. */
  readonly arns?: SecretArns;
  /** Names of missing secrets that the function writes. */
  readonly missing: readonly string[];
  readonly deleted: readonly DeletedSecret[];
}

const describeSecret: AwsCall = {
  action: "secretsmanager:DescribeSecret",
  words: ["secretsmanager", "describe-secret"],
};

const describedSchema = z.object({
  ARN: z.string(),
  KmsKeyId: z.string().optional(),
  DeletedDate: z.unknown().optional(),
});

/** Reads an organization's secrets from AWS, by their names from config. */
export async function findSecrets(
  environment: Environment,
  organization: Organization,
): Promise<FoundSecrets> {
  const aws = new AwsCli({ region: environment.region });
  const described = await Promise.all(
    secretNames(environment, organization).map((name) => describe(aws, environment, name)),
  );
  const found = described.filter((secret) => secret !== undefined);
  const deleted = found.filter(({ isDeleted }) => isDeleted);
  const generatedNames = generatedSecretNames(environment, organization);
  const missing = generatedNames.filter((name) => !found.some((secret) => secret.name === name));
  const [credentials, ...generated] = found
    .filter(({ name }) => generatedNames.includes(name))
    .map(({ arn }) => arn);
  const complete = missing.length === 0 && deleted.length === 0 && credentials !== undefined;
  return { missing, deleted, ...(complete && { arns: { credentials, generated } }) };
}

async function describe(
  aws: Aws,
  environment: Environment,
  name: string,
): Promise<(DeletedSecret & { isDeleted: boolean }) | undefined> {
  try {
    const answer = await aws.ask(describeSecret, describedSchema, "--secret-id", name);
    const { ARN: arn, KmsKeyId: keyId = "", DeletedDate } = answer;
    refuseOtherAccount(environment, arn);
    return { name, arn, keyId, isDeleted: DeletedDate !== undefined };
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

/** Another account may have an environment of the same name. */
function refuseOtherAccount({ account, name }: Environment, arn: string): void {
  const { account: found } = partsOf(arn);
  if (found === account) return;
  throw new Error(
    `These credentials are of account ${found}, but config places ${name} in ${account}. Use credentials of ${account}. Nothing was repaired.`,
  );
}

import { z } from "zod";
import type { Aws } from "../aws/cli";
import { AwsError } from "../aws/errors";

const call = (service: string, operation: string, ...words: string[]) => ({
  action: `${service}:${operation.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}`,
  words: [service, operation, ...words],
});

/** Suffixes of AWS's error codes for a missing resource. */
const isMissing = ({ code = "" }: AwsError): boolean =>
  /NotFound(Exception|Fault)?$|NoSuchEntity$|NonExistentQueue$|DoesNotExist$/.test(code);

const tagsShape = z.object({
  Tags: z.array(z.object({ Key: z.string(), ResourceId: z.string(), Value: z.string() })),
});

const rulesShape = z.object({
  SecurityGroupRules: z.array(
    z.object({
      SecurityGroupRuleId: z.string(),
      GroupId: z.string(),
      IsEgress: z.boolean(),
      IpProtocol: z.string(),
      FromPort: z.number().optional(),
      ToPort: z.number().optional(),
      CidrIpv4: z.string().optional(),
      PrefixListId: z.string().optional(),
      ReferencedGroupInfo: z.object({ GroupId: z.string() }).optional(),
    }),
  ),
});
export type SecurityGroupRule = z.output<typeof rulesShape>["SecurityGroupRules"][number];

/** Reads ids from an account that cannot be derived from names. */
export class Account {
  constructor(private readonly aws: Aws) {}

  /** @throws Error if the caller's credentials belong to another account */
  async refuseOther(account: string): Promise<void> {
    const found = await this.text("sts", "get-caller-identity", "Account");
    if (found !== account)
      throw new Error(
        `These credentials are of account ${found}, but config names ${account}. Nothing was looked up.`,
      );
  }

  /**
   * One value of an answer; undefined if it does not exist.
   *
   * @param query query of the AWS CLI that selects the value
   * @throws AwsError without an answer
   */
  async text(
    service: string,
    operation: string,
    query: string,
    ...words: string[]
  ): Promise<string | undefined> {
    return (await this.texts(service, operation, `[${query}]`, ...words))[0];
  }

  /** The same for a list. */
  async texts(service: string, operation: string, query: string, ...words: string[]): Promise<string[]> {
    try {
      const shape = z.array(z.string().nullable()).nullable();
      const found = await this.aws.ask(call(service, operation, ...words), shape, "--query", query);
      return (found ?? []).filter((one) => one !== null);
    } catch (error) {
      if (error instanceof AwsError && isMissing(error)) return [];
      throw error;
    }
  }

  /**
   * Ids in EC2 with these tags.
   *
   * @param prefix prefix of the ids, such as `vpc`
   */
  async tagged(prefix: string, tags: Readonly<Record<string, string>>): Promise<string[]> {
    const keys = `Name=key,Values=${Object.keys(tags).sort().join(",")}`;
    const { Tags } = await this.aws.ask(call("ec2", "describe-tags"), tagsShape, "--filters", keys);
    const shape = new RegExp(`^${prefix}-[0-9a-f]+$`);
    const found = new Map<string, Record<string, string>>();
    for (const { ResourceId: id, Key, Value } of Tags)
      if (shape.test(id)) found.set(id, { ...found.get(id), [Key]: Value });
    const wanted = Object.entries(tags);
    return [...found]
      .filter(([, has]) => wanted.every(([key, value]) => has[key] === value))
      .map(([id]) => id);
  }

  async securityGroupRules(): Promise<readonly SecurityGroupRule[]> {
    return (await this.aws.ask(call("ec2", "describe-security-group-rules"), rulesShape)).SecurityGroupRules;
  }
}

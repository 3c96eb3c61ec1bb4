import type { Intent } from "../../assurance";
import type { Declared } from "../../config/model";
import { workloadOf } from "./applications";
import { defaults } from "./defaults";
import { daysOf } from "./instances";
import { protectedStacksOf } from "./protection";
import { organizationStack, sharedStack } from "./stack-names";

export function deploymentOf(declared: Declared): NonNullable<Intent["deployment"]> {
  const { name: environment, file, organizations } = declared;
  const registry = file.images?.registry;
  return {
    protectedStacks: protectedStacksOf(declared),
    place: { environment, account: file.account, region: file.region },
    state: stateOf(file),
    chartRepository: file.charts?.repository,
    images: { registry, digests: file.images?.digests ?? {} },
    logDays: logDaysOf(declared),
    rotationDays: rotationDaysOf(declared),
    flowLogsRarelyRead: file.network?.flowLogClass === "infrequent-access",
    accessLogs: file.applicationAccess?.accessLogs,
    webAcl: file.applicationAccess?.webAclArn,
    backupDays: daysOf(declared, "backupRetentionDays"),
    subscribers: [...(file.notifications?.email ?? []), ...(file.notifications?.https ?? [])],
    workloads: organizations.flatMap(({ name: organization, file: { applications } }) =>
      applications.map((one) => workloadOf(one, { organization, environment, registry })),
    ),
  };
}

/** Arguments of the backend that follow from config. */
const stateOf = ({ state, region }: Declared["file"]): Record<string, unknown> =>
  state.backend === "local"
    ? { backend: "local" }
    : {
        backend: "s3",
        bucket: state.bucket,
        region: state.region ?? region,
        kms_key_id: state.kmsKeyArn,
        encrypt: true,
      };

/** Retention of flow logs, control plane logs and instance logs. */
const logDaysOf = (declared: Declared): ReadonlyMap<string, number> => {
  const { network, cluster } = declared.file;
  return new Map([
    [sharedStack(declared, "network"), network?.flowLogRetentionDays ?? defaults.logRetentionDays],
    [sharedStack(declared, "cluster"), cluster.logRetentionDays ?? defaults.logRetentionDays],
    ...daysOf(declared, "logRetentionDays"),
  ]);
};

const rotationDaysOf = (declared: Declared): ReadonlyMap<string, number> =>
  new Map(
    declared.organizations.map((one) => [
      organizationStack(declared, one),
      one.file.credentialRotationDays ?? defaults.credentialRotationDays,
    ]),
  );

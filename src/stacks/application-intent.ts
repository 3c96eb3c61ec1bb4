import type { Intent } from "../assurance";
import type { Declared } from "../config/model";

type Application = Declared["organizations"][number]["file"]["applications"][number];
type Opened = NonNullable<Intent["organizations"][number]["opened"]>;

/** What config means of applications where its files say nothing, stated a second time on purpose: see intent.ts. */
const defaults = {
  /** Name and port of an application of the kind `metabase`. */
  metabase: "metabase",
  metabasePort: 3000,
  /** Port of an application of the kind `container`. */
  port: 8080,
} as const;

/** Account of what registers pods with load balancers of applications. */
export const controllerAccount = "aws-load-balancer-controller";

/** How an application is meant to be opened; nothing where it is not. */
export const openedOf = (application: Application): Opened =>
  application.access
    ? [
        {
          workload: application.name ?? defaults.metabase,
          hostname: application.access.hostname,
          port:
            application.kind === "container" ? (application.port ?? defaults.port) : defaults.metabasePort,
          ranges: application.access.allowedCidrs,
          isInternal: application.access.scheme === "internal",
        },
      ]
    : [];

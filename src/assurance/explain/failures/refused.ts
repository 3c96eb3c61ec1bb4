import type { Cause, Symptom } from "./cause";
import type { ConnectionPath } from "./path";
import { describeEvents, targetHealth } from "./timeout";

/** The host answers with a reset: no process listens on the port. */
export const refused = (path: ConnectionPath): Symptom => ({
  name: "The connection is refused",
  means: "a host answers, and no process listens on that port",
  causes: [...otherAddress(path), restart(path), ...emptyTargets(path)],
});

/** A client without a host name connects to itself: PostgreSQL's libraries default to localhost. */
function otherAddress({ isFromPods, namespace, workload }: ConnectionPath): Cause[] {
  if (!isFromPods) return [];
  return [
    {
      what: "The application connects to another host: without a host name it connects to localhost, in its own pod.",
      run: [workload && `kubectl -n ${namespace} exec ${workload} -- printenv DB_HOST DB_PORT`],
    },
  ];
}

const restart = ({ database, reach }: ConnectionPath): Cause => ({
  what: "The instance restarts: its host answers, and PostgreSQL does not listen yet.",
  at: [reach.database.address],
  run: [describeEvents(database)],
});

const emptyTargets = (path: ConnectionPath): Cause[] =>
  path.relays
    .filter(({ type }) => type === "aws_lb")
    .map((balancer) => ({
      what: "The load balancer has no target: the function that registers the instance's address has not run, or fails.",
      at: [balancer.address],
      run: path.targetGroups(balancer).map(targetHealth),
    }));

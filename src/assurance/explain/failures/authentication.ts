import type { Guide } from "../../guide";
import { partySpelling } from "../../party";
import { type Cause, quoted, type Symptom } from "./cause";
import type { ConnectionPath } from "./path";

/** The network path works: PostgreSQL itself refuses the login. */
export const authentication = (path: ConnectionPath): Symptom => ({
  name: "Authentication fails",
  means: "PostgreSQL answers, so the network is right, and refuses the login",
  causes: [
    whatItSays(path),
    ...(path.tokenLogin ? byToken(path) : byPassword(path)),
    withoutTls(path),
    ...(path.organization ? tooMany(path.guide, path.organization.name) : []),
  ],
});

const whatItSays = (path: ConnectionPath): Cause => ({
  what: "The instance's log says which of these it is.",
  run: [
    path.log("postgresql") &&
      `aws logs filter-log-events --log-group-name ${path.log("postgresql")} --filter-pattern FATAL`,
  ],
});

function byPassword({
  guide,
  environment,
  organization,
  rotation,
  namespace,
  workload,
  isFromPods,
  reach,
}: ConnectionPath): Cause[] {
  if (!organization) return [];
  const { credentials } = organization;
  return [
    {
      what: '"password authentication failed": the client uses a password from before a rotation. Restart it.',
      at: [rotation?.address],
      run: [
        `aws secretsmanager describe-secret --secret-id ${credentials} --query '[LastRotatedDate,VersionIdsToStages]'`,
        workload && `kubectl -n ${namespace} rollout restart ${workload}`,
      ],
    },
    {
      what: "The credentials function has not created the login, or its rotation stopped half-way.",
      run: [
        rotation?.functionName &&
          `aws logs tail /aws/lambda/${rotation.functionName} --since 1d --filter-pattern ERROR`,
      ],
    },
    ...(isFromPods
      ? [
          {
            what: "The pod has the credentials of another organization, or none.",
            run: [guide.explain(environment, quoted(partySpelling(reach.source.id)), credentials)],
          },
        ]
      : []),
  ];
}

function byToken(path: ConnectionPath): Cause[] {
  const { guide, environment, tokenLogin, reach, proof } = path;
  const role = proof.model.roles.find(({ name }) => name === tokenLogin?.role);
  const errors = path.log("iam-db-auth-error");
  return [
    {
      what: `"PAM authentication failed": the token is older than 15 minutes, or was made for a name, port or user other than ${reach.database.name}'s own and ${tokenLogin?.user}.`,
      run: [errors && `aws logs tail ${errors} --since 1h`],
    },
    {
      what: "The client signed the token as another role: only this one may log in.",
      at: [role?.address],
      run: [guide.explain(environment, quoted(partySpelling(reach.source.id)), "secret")],
    },
  ];
}

const withoutTls = ({ parameters, namespace, workload }: ConnectionPath): Cause => ({
  what: '"no pg_hba.conf entry ... no encryption": the client does not use TLS, and the instance accepts only TLS.',
  at: [parameters],
  run: [workload && `kubectl -n ${namespace} exec ${workload} -- printenv PGSSLMODE PGSSLROOTCERT`],
});

const tooMany = (guide: Guide, organization: string): Cause[] => [
  {
    what: '"too many connections for role": all pools together exceed the connection limit of the role.',
    at: [guide.connectionLimit(organization)],
  },
];

import { search } from "@jmespath-community/jmespath";
import type { Environment } from "../../src/config/model";
import type { ClusterExports } from "../../src/stacks/cluster-stack";
import type { DatabaseExports, SharedInstanceExports } from "../../src/stacks/database-stack";
import { Exports } from "../../src/stacks/exports";
import { OrganizationStack } from "../../src/stacks/organization-stack";
import { synthesizedOnce } from "../support/environments";
import { Publishes, standInNetwork } from "../support/stand-ins";
import { type Synthesized, stacksIn } from "../support/synthesize";

const cluster: ClusterExports = {
  clusterName: "test",
  clusterEndpoint: "https://cluster.example.com",
  clusterCertificateAuthority: "Y2E=",
  clusterSecurityGroupId: "sg-cluster",
  podSecurityGroupId: "sg-pods",
  apiClientSecurityGroupId: "sg-api-clients",
  oidcProviderArn: "arn:aws:iam::111122223333:oidc-provider/oidc.example.com",
  oidcIssuer: "oidc.example.com",
};

const database: DatabaseExports = {
  eventTopicArn: "arn:aws:sns:eu-west-1:111122223333:test-database-events",
  subnetGroupName: "test",
  monitoringRoleArn: "arn:aws:iam::111122223333:role/monitoring",
  secretsManagerClientSecurityGroupId: "sg-secrets-manager-clients",
};

const shared: SharedInstanceExports = {
  instanceIdentifier: "test",
  instanceArn: "arn:aws:rds:eu-west-1:111122223333:db:test",
  instanceResourceId: "db-SHARED",
  address: "test.example.com",
  clientAddress: "test.example.com",
  clientResourceId: "db-SHARED",
  clientSecurityGroupId: "sg-database-clients",
  masterSecretArn: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:master-abcdef",
  masterSecretKeyArn: "arn:aws:kms:eu-west-1:111122223333:key/master",
  credentialsFunctionName: "test-database-credentials",
  credentialsFunctionArn: "arn:aws:lambda:eu-west-1:111122223333:function:test-database-credentials",
};

/** Stands for the database's stack. */
class PublishesDatabase extends Publishes<DatabaseExports> {
  readonly sharedExports = new Exports(this, shared);
}

/** The stacks of an environment's organizations, beside stacks that only publish what these read. */
export function organizationStacks(environment: Environment): Map<string, Synthesized> {
  const folder = synthesizedOnce("organizations", [environment], (app) => {
    const stacks = {
      network: standInNetwork(app, environment),
      cluster: new Publishes(app, environment, "cluster", cluster),
      database: new PublishesDatabase(app, environment, "database", database),
      platform: new Publishes(app, environment, "platform", {}),
    };
    for (const organization of environment.organizations)
      new OrganizationStack(app, environment, { organization, ...stacks });
  });
  return stacksIn(folder);
}

/** The stack of an environment's only organization. */
export function organizationStack(environment: Environment): Synthesized {
  const [organization] = environment.organizations;
  return organizationStacks(environment).get(`${environment.name}-org-${organization?.name}`) as Synthesized;
}

/** The attributes of a `kubernetes_manifest` of a kind. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what the tests are about
export function manifest(stack: Synthesized, kind: string): any {
  const found = Object.values(stack.resources("kubernetes_manifest")).filter(
    (resource) => resource.manifest.kind === kind,
  );
  if (found.length !== 1) throw new Error(`${stack.name}: expected one ${kind}, found ${found.length}`);
  return found[0].manifest;
}

/** The text that a `${base64decode("...")}` stands for. */
export function decoded(expression: string): string {
  const base64 = /^\$\{base64decode\("(.*)"\)\}$/.exec(expression)?.[1];
  if (base64 === undefined) throw new Error(`${expression} is not a base64decode expression`);
  return Buffer.from(base64, "base64").toString("utf8");
}

/** The list in a `${yamlencode([...])}` of constants: Terraform's syntax but for `key = value`. */
// biome-ignore lint/suspicious/noExplicitAny: the shape of Terraform JSON is what the tests are about
export function listOf(expression: string): any[] {
  const list = /^\$\{yamlencode\((.*)\)\}$/.exec(expression)?.[1];
  if (list === undefined) throw new Error(`${expression} is not a list`);
  const constant = list.replace(/base64decode\("([^"]*)"\)/g, (call) =>
    JSON.stringify(decoded(`\${${call}}`)),
  );
  return JSON.parse(constant.replaceAll('" = ', '": '));
}

/** What the driver's AWS provider writes into the mount of a class, by file. */
export function mounted(stack: Synthesized, secrets: Record<string, string>): Record<string, string> {
  const { parameters } = manifest(stack, "SecretProviderClass").spec;
  return Object.fromEntries(
    listOf(parameters.objects).flatMap(({ objectName, objectAlias = objectName, jmesPath = [] }) => {
      const text = secrets[objectName] as string;
      const parts = jmesPath.map((entry: { path: string; objectAlias: string }) => {
        const value = search(JSON.parse(text), entry.path);
        // The provider refuses anything else.
        if (typeof value !== "string") throw new Error(`${entry.path} is ${JSON.stringify(value)}`);
        return [entry.objectAlias, value];
      });
      return [[objectAlias, text], ...parts];
    }),
  );
}

/** The pod template of the deployment of an application. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export const podsOf = (stack: Synthesized, application: string): any =>
  stack.resource("kubernetes_deployment_v1", `applications_${application}_`).spec.template;

/** The one container of a pod template. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export function containerOf(template: any): any {
  if (template.spec.container.length !== 1) throw new Error("expected one container");
  return template.spec.container[0];
}

/**
 * Variables as a container sees them. Kubernetes replaces $(NAME) by a variable that comes earlier, leaves a name that
 * it does not know as it is, and reads $$(NAME) as $(NAME).
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 *
 * @param secrets what the synced secrets hold, by name and key
 */
export function expandVariables(
  // biome-ignore lint/suspicious/noExplicitAny: as above
  env: any[],
  secrets: Record<string, Record<string, string>>,
): Record<string, string> {
  const seen: Record<string, string> = {};
  for (const { name, value, value_from: from } of env) {
    const text = from ? secrets[from.secret_key_ref.name]?.[from.secret_key_ref.key] : value;
    if (text === undefined) throw new Error(`${name} has no value`);
    seen[name] = from
      ? text
      : text.replace(/\$\$|\$\(([^)]*)\)/g, (match: string, variable?: string) =>
          match === "$$" ? "$" : (seen[variable as string] ?? match),
        );
  }
  return seen;
}

/** An attribute of a resource or data source, as Terraform JSON refers to it. */
export const reference = (address: string): string => `\${${address}}`;

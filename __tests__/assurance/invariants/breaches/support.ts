import type { Stacks } from "../../identity/support";

/** A change that breaks one rule, by the rule's sentence. */
export type Breach = [rule: string, name: string, change: (stacks: Stacks) => void];

export const database = (stacks: Stacks) => stacks.one("database", "aws_db_instance");
export const proxy = (stacks: Stacks) => stacks.one("org-hooli", "aws_db_proxy");
export const pod = (stacks: Stacks) => stacks.one("org-acme", "kubernetes_deployment_v1").spec.template.spec;
export const cluster = (stacks: Stacks) => stacks.one("cluster", "aws_eks_cluster");
/** Changes the URL with which Metabase connects. */
export const uri = (stacks: Stacks, change: (value: string) => string) => {
  const variable = pod(stacks).container[0].env.find(
    ({ name }: { name: string }) => name === "MB_DB_CONNECTION_URI",
  );
  variable.value = change(variable.value);
};
/** The parameter with which PostgreSQL refuses plain text. */
export const forceSsl = (stacks: Stacks) =>
  stacks
    .one("database", "aws_db_parameter_group")
    .parameter.find(({ name }: { name: string }) => name === "rds.force_ssl");

// Prints a pod that stands in for an application: one that checks its path to the database, or one to work in.
// Run by `npm run -s diagnose -- dev acme | kubectl replace --force -f -`.
import { stringify } from "yaml";
import { loadEnvironments } from "../src/config/load";
import type { Application, Organization } from "../src/config/model";
import { connectionCheck } from "../src/diagnosis/connection-check";
import { toolbox } from "../src/diagnosis/toolbox";
import { ContainerImage } from "../src/workloads/container-image";
import { Misuse, named, run } from "./command";

void run({
  usage: `Usage: npm run -s diagnose -- ENVIRONMENT ORGANIZATION [APPLICATION] [options]
  --image IMAGE   run this image, such as a copy in a registry of yours
  --json          have the check report for a program
  --toolbox       a pod to work in, in place of the check`,
  options: { image: { type: "string" }, json: { type: "boolean" }, toolbox: { type: "boolean" } },
  words: 3,
  answer({ values, positionals }) {
    const [environmentName, organizationName, applicationName] = positionals;
    const environment = named("environment", environmentName, loadEnvironments("config"));
    const organization = named("organization", organizationName, environment.organizations);
    const props = {
      environment,
      organization,
      application: applicationOf(organization, applicationName),
      image: imageOf(values.image),
    };
    const objects = values.toolbox ? toolbox(props) : connectionCheck({ ...props, json: values.json });
    return { text: objects.map((one) => stringify(one, { lineWidth: 0 })).join("---\n") };
  },
});

/** An application named, or the only one. */
function applicationOf({ applications }: Organization, name: string | undefined): Application {
  const [only] = applications;
  return name === undefined && only && applications.length === 1
    ? only
    : named("application", name, applications);
}

function imageOf(reference: string | undefined): ContainerImage | undefined {
  try {
    return reference === undefined ? undefined : ContainerImage.of(reference);
  } catch (error) {
    throw new Misuse(`--image: ${(error as Error).message}.`);
  }
}

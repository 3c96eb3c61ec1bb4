import { stringify } from "yaml";
import { loadEnvironments } from "../src/config/load";
import type { Application, Organization } from "../src/config/model";
import { connectionCheck } from "../src/diagnosis/connection-check";
import { toolbox } from "../src/diagnosis/toolbox";
import { ContainerImage } from "../src/foundation/container-image";
import { defineCommand, findByName, UsageError } from "./frame/command";

export const command = defineCommand({
  name: "diagnose",
  summary:
    "Prints the manifest of a pod with the rights of an application: one that checks the path to the database, or, with --toolbox, one with a shell and psql. kubectl creates it.",
  words: "ENVIRONMENT ORGANIZATION [APPLICATION]",
  options: {
    image: { type: "string", value: "IMAGE", about: "run this image, such as a copy in your registry" },
    json: { type: "boolean", about: "report in JSON" },
    toolbox: { type: "boolean", about: "a pod with a shell and psql instead of the check" },
  },
  examples: ["npm run -s diagnose -- dev acme | kubectl replace --force -f -"],
  held: "printed",
  answer({ values, positionals }) {
    const [environmentName, organizationName, applicationName] = positionals;
    const environment = findByName("environment", environmentName, loadEnvironments("config"));
    const organization = findByName("organization", organizationName, environment.organizations);
    const props = {
      environment,
      organization,
      application: applicationOf(organization, applicationName),
      image: imageOf(values.image),
    };
    if (values.toolbox && values.json)
      throw new UsageError("--toolbox checks nothing, so there is no report for --json.");
    const objects = values.toolbox ? toolbox(props) : connectionCheck({ ...props, json: values.json });
    return { text: objects.map((one) => stringify(one, { lineWidth: 0 })).join("---\n"), isData: true };
  },
});

/** An application by its name, or the only one. */
function applicationOf({ applications }: Organization, name: string | undefined): Application {
  const [only] = applications;
  return name === undefined && only && applications.length === 1
    ? only
    : findByName("application", name, applications);
}

function imageOf(reference: string | undefined): ContainerImage | undefined {
  try {
    return reference === undefined ? undefined : ContainerImage.of(reference);
  } catch (error) {
    throw new UsageError(`--image: ${(error as Error).message}.`);
  }
}

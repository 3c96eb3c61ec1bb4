import { parseAllDocuments } from "yaml";
import { command } from "../../scripts/diagnose";
import { call } from "../support/call";

async function diagnose(...words: string[]) {
  const { status, stdout, stderr } = await call(command, ...words);
  return { status, stderr, objects: parseAllDocuments(stdout).map((document) => document.toJS()) };
}

describe("npm run diagnose", () => {
  test("prints a manifest for kubectl: the script and the job of the only application", async () => {
    const { status, objects } = await diagnose("dev", "acme");
    expect(status).toBe(0);
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
      "ConfigMap acme/connection-check-metabase",
      "Job acme/connection-check-metabase",
    ]);
    // The text survives its way through YAML.
    expect(() => new Function(objects[0].data["index.js"])).not.toThrow();
  });

  test("accepts another image and a report for programs", async () => {
    const image = "registry.example.com/node:22.20.0";
    const { objects } = await diagnose("dev", "globex", "miniflux", "--json", "--image", image);
    expect(objects[1].spec.template.spec.containers[0]).toMatchObject({
      image,
      command: ["node", "/opt/connection-check/index.js", "--json"],
    });
  });

  test("prints a toolbox instead if it is requested", async () => {
    const { objects } = await diagnose("prod", "globex", "--toolbox");
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(["Pod toolbox-miniflux"]);
  });

  test.each([
    [[], /^No environment named; allowed: dev, prod\.\nUsage: /],
    [["dev", "acmee"], /^There is no organization acmee; allowed: acme, globex\./],
    [["dev", "acme", "api"], /^There is no application api; allowed: metabase\./],
    [
      ["dev", "acme", "--toolbox", "--json"],
      /^--toolbox checks nothing, so there is no report for --json\.\n/,
    ],
    [["dev", "acme", "--image", "node:latest"], /^--image: "node:latest", a tag that moves; allowed: /],
    [["dev", "acme", "--jason"], /^Unknown option '--jason'\. Did you mean --json\?\nUsage: /],
    [["dev", "acme", "metabase", "api"], /^diagnose takes at most 3 arguments; found api\.\nUsage: /],
  ])("refuses %j with a message, and prints nothing that kubectl would accept", async (args, message) => {
    const { status, stderr, objects } = await diagnose(...args);
    expect(stderr).toMatch(message);
    expect([status, objects]).toEqual([2, []]);
  });
});

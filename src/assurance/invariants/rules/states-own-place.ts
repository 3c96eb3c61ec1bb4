import { groupedBy } from "../../grouping";
import { knownBackends, knownStateReading, ownWorkspace } from "../../known/terraform";
import type { Configuration } from "../../terraform";
import { type Backend, backendOf, backendsIn } from "../../terraform/backend";
import { type Json, objectIn } from "../../terraform/json";
import { forEachStack, type Rule, violatedBy } from "../rule";

export const statesOwnPlace: Rule = {
  id: "states-own-place",
  threat:
    "An attacker who writes a state decides what its readers use: which groups, which roles, which cluster.",
  check: forEachStack(({ name, source }, configuration, choices) => {
    const states = Object.entries(objectIn(objectIn(objectIn(source.json).data).terraform_remote_state));
    const kept = configuration.derived(backendsIn);
    return [
      violatedBy(
        name,
        backendProblems(
          name,
          configuration.derived(backendOf, name),
          choices.state,
          configuration.derived(usualFolder),
        ),
      ),
      ...states.map(([state, block]) =>
        violatedBy(`${name}/data.terraform_remote_state.${state}`, [
          ...readingProblems(objectIn(block), kept),
          ...organizationProblems(objectIn(block), choices.place?.environment),
        ]),
      ),
    ];
  }),
};

/** Folder of a backend's state file. */
const folderOf = ({ settings }: Backend): string => fileOf(settings).replace(/[^/]*$/, "");

const fileOf = ({ path, key }: Json): string => String(path ?? key ?? "a file that it does not name");

/** The folder that contains most states of an environment. */
function usualFolder(configuration: Configuration): string {
  const folders = [...groupedBy(configuration.derived(backendsIn), folderOf)].toSorted(
    ([, a], [, b]) => b.length - a.length,
  );
  return folders[0]?.[0] ?? "";
}

function backendProblems(stack: string, own: Backend, choices: Json | undefined, folder: string): string[] {
  const { kind, settings } = own;
  const known = knownBackends[kind];
  if (!known) return [`its state is kept by a backend "${kind}", which the proof does not know`];
  const file = fileOf(settings);
  const { backend = kind, ...meant } = choices ?? {};
  return [
    ...Object.keys(settings)
      .filter((name) => ![...known.place, ...known.keeping].includes(name))
      .map((name) => `its backend sets ${name}, which the proof does not know`),
    ...(kind === backend ? [] : [`its state is kept by the backend "${kind}" instead of "${backend}"`]),
    ...(file.split("/").at(-1) === `${stack}.tfstate`
      ? []
      : [`its state is kept in ${file}, which is not named after the stack`]),
    ...(folderOf(own) === folder
      ? []
      : [`its state is kept in ${file}, and those of the other stacks in ${folder || "no folder"}`]),
    ...Object.entries(meant)
      .filter(([name, value]) => kind === backend && settings[name] !== value)
      .map(
        ([name, value]) =>
          `${name} of its backend is ${settings[name] ?? "none"} instead of ${value ?? "none"}`,
      ),
  ];
}

function readingProblems(block: Json, kept: readonly Backend[]): string[] {
  const { backend, config, workspace = ownWorkspace } = block;
  const settings = objectIn(config);
  const isKept = kept.some(
    (one) =>
      one.kind === backend &&
      (knownBackends[one.kind]?.place ?? []).every((name) => one.settings[name] === settings[name]),
  );
  const known = knownBackends[String(backend)];
  return [
    ...Object.keys(block)
      .filter((name) => !knownStateReading.includes(name))
      .map((name) => `it sets ${name}`),
    ...(isKept ? [] : ["no stack of this environment keeps the state that it reads"]),
    ...(workspace === ownWorkspace ? [] : [`it reads the workspace ${workspace}`]),
    ...Object.keys(settings)
      .filter((name) => known && ![...known.place, ...known.keeping].includes(name))
      .map((name) => `it reads with ${name}, which the proof does not know`),
  ];
}

/** An organization that applies its stack would decide what a reader of its state uses. */
const organizationProblems = ({ config }: Json, environment: string | undefined): string[] =>
  environment !== undefined &&
  fileOf(objectIn(config)).split("/").at(-1)?.startsWith(`${environment}-org-`) === true
    ? ["it reads the state of an organization"]
    : [];

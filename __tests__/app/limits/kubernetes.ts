const concepts = "https://kubernetes.io/docs/concepts";

/** What the Kubernetes API accepts inside an object. */
const shapes = {
  label: {
    shape: /^(?=.{0,63}$)([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?$/,
    source: `${concepts}/overview/working-with-objects/labels/#syntax-and-character-set`,
  },
  "container or volume": {
    shape: /^(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
    source: `${concepts}/overview/working-with-objects/names/#dns-label-names`,
  },
  port: {
    shape: /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9](-?[a-z0-9])*$/,
    source: `${concepts}/services-networking/service/#field-spec-ports`,
  },
} as const;

const kinds: Readonly<Record<string, keyof typeof shapes>> = {
  labels: "label",
  match_labels: "label",
  matchLabels: "label",
  selector: "label",
  container: "container or volume",
  init_container: "container or volume",
  volume: "container or volume",
  port: "port",
};

export interface Part {
  readonly kind: keyof typeof shapes;
  readonly text: string;
}

/** Labels, and names of containers, volumes and ports, wherever they are in an object. */
export const partsOf = (value: unknown, key = ""): Part[] => {
  if (value === null || typeof value !== "object") return [];
  const kind = kinds[key];
  const own = kind === "label" ? Object.values(value) : [(value as { name?: unknown }).name];
  return [
    ...own.flatMap((text) =>
      kind && typeof text === "string" && !text.includes("${") ? [{ kind, text }] : [],
    ),
    ...Object.entries(value).flatMap(([name, child]) => partsOf(child, Array.isArray(value) ? key : name)),
  ];
};

/** Why the Kubernetes API would refuse a part, or nothing. */
export const refusal = ({ kind, text }: Part): string[] => {
  const { shape, source } = shapes[kind];
  return shape.test(text) ? [] : [`Kubernetes takes no ${kind} ${text} (${source})`];
};

/** HTML markup. Everything else is escaped when it is inserted into a document. */
export class Html {
  constructor(readonly text: string) {}
}

type Content = string | number | Html | readonly Html[] | undefined;

/** Tagged template for HTML: the template is markup, inserted values are text, including names from a configuration. */
export function html(strings: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(strings.map((part, index) => part + textOf(contents[index])).join(""));
}

const textOf = (content: Content): string => {
  if (content === undefined) return "";
  if (content instanceof Html) return content.text;
  if (typeof content === "object") return content.map(({ text }) => text).join("");
  return escaped(String(content));
};

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");

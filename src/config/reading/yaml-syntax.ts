import type { YAMLError } from "yaml";
import type { Complaint } from "../problem";

/** Explanations of the most common parser errors, for an author of configuration. */
const explanations: Partial<Record<YAMLError["code"], Complaint>> = {
  TAB_AS_INDENT: {
    found: "a tab in the indentation",
    allowed: "spaces only",
    fix: "Replace the tab by two spaces per level.",
  },
  BAD_INDENT: {
    found: "an indentation that fits no level above",
    allowed: "keys of one mapping in one column, two spaces deeper than their parent",
    fix: "Align the line with its neighbours.",
  },
  NON_STRING_KEY: {
    found: "a list or a mapping as a key",
    allowed: "keys that are strings",
    fix: "Write the name of a key; put it in quotes if it is not a plain word.",
  },
  MULTIPLE_DOCS: {
    found: "a second document after ---",
    allowed: "one document per file",
    fix: "Move it to a separate file, or delete the ---.",
  },
  TAG_RESOLVE_FAILED: {
    found: "a YAML tag (a word that starts with !)",
    allowed: "plain texts, numbers, true, false, lists and mappings",
    fix: "Delete the tag, or put the text in quotes if the ! belongs to it.",
  },
  BAD_ALIAS: {
    found: "an alias or anchor (* or &) that YAML cannot resolve",
    allowed: "explicit values",
    fix: "Write the value itself, in quotes if the * or & belongs to it.",
  },
};

/** A parser error as a complaint. */
export function explainSyntaxError({ code, message }: YAMLError): Complaint {
  // The parser also reports unclosed brackets as BAD_INDENT.
  const explained = code === "BAD_INDENT" && message.startsWith("Flow") ? undefined : explanations[code];
  return (
    explained ?? {
      found: `broken YAML: ${firstLine(message)}`,
      allowed: "well-formed YAML 1.2",
      fix: "Look at this line and the one above: quotes, brackets, colons, indentation.",
    }
  );
}

const firstLine = (message: string): string => (message.split("\n", 1)[0] as string).slice(0, 120);

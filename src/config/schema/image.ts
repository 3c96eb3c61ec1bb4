import { z } from "zod";
import { correctedForm } from "../near";
import { show } from "../problem";
import { rule } from "./rule";

/** A component of an image name: the host of a registry without its port, or the text between two slashes. */
const part = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";

/** Name, tag and digest. https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const reference = new RegExp(
  `^((?:${part}:\\d{1,5}/)?${part}(?:/${part})*)(?::(\\w[\\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$`,
);
const longestName = 255;

/** Suggests a valid spelling of an image whose name is wrong; its tag may contain upper-case letters. */
function withAnotherName(text: string): string | undefined {
  const form = correctedForm(text, (one) => {
    const [, , tag, digest] = reference.exec(one) ?? [];
    return text.includes(`:${tag}`) || text.includes(`@${digest}`);
  });
  return form && `Write ${show(form)}.`;
}

/** An immutable image reference: a tag that names a version, or a digest. */
export const image = rule(z.string(), (text) => {
  const [, name, tag, digest] = reference.exec(text) ?? [];
  const allowed = "a tag that names a version, or a digest: what runs must not change without a change here";
  if (!name || name.length > longestName)
    return {
      found: show(text),
      allowed:
        "registry/name:tag or registry/name@sha256:… with 64 hexadecimal digits, the name in lower case and without empty parts",
      fix: withAnotherName(text) ?? "Copy the reference from your registry.",
    };
  if (digest) return undefined;
  if (!tag)
    return {
      found: `${show(text)}, without a tag`,
      allowed,
      fix: `Write ${show(`${name}:1.2.3`)} or add the digest.`,
    };
  if (tag === "latest")
    return {
      found: `${show(text)}, a tag that moves`,
      allowed,
      fix: "Name the version, or add the digest after @.",
    };
  return undefined;
});

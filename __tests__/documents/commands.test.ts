/**
 * Commands in documents are run, page by page and in order, as a reader would: blocks with the tag `sh run` in a shell,
 * after blocks with the tag `file=<path>` or `append=<path>` were written to that file; and those of AWS and Kubernetes that
 * stand in sentences. Stand-ins take the place of AWS, Terraform and kubectl (stand-ins.ts), and hold what they are
 * asked against the stacks; the commands of this project are its own.
 */
import { shareOf } from "../support/effort";
import { attributesOf, type Block, blocksOf, inlineCommandsOf, pages } from "./blocks";
import { Workspace } from "./workspace";

/** Programs whose calls are run. A block that begins with one of them has the tag. */
const program = /^(?:npm|npx|terraform|kubectl|aws|git) /m;
const isRun = ({ tag }: Block): boolean => /^sh run\b/.test(tag);

/** Where an answer is no, as that of a grep, the block says so: `sh run exit=1`. */
const commandsOf = (page: string, block: Block): string =>
  [`echo "${page}:${block.line}" >&2`, `allowed=${attributesOf(block).exit ?? 0}`, block.text].join("\n");

/** Blocks that tests do not run, each with the reason. */
const notRun: Readonly<Record<string, string>> = {
  "CONTRIBUTING.md": "calls the tests themselves",
};

test.each(pages.filter((page) => !(page in notRun)))("%s has no command without the tag", (page) => {
  const untagged = blocksOf(page).filter((block) => !isRun(block) && program.test(block.text));
  expect(untagged.map(({ line, text }) => `${page}:${line} ${text.split("\n")[0]}`)).toEqual([]);
});

test("every key whose deletion a page cancels is enabled: until then it is of no use", () => {
  const disabled = pages.flatMap((page) =>
    blocksOf(page).flatMap(({ line, text }) =>
      [...text.matchAll(/cancel-key-deletion( --key-id \S+)(?![\s\S]*enable-key\1)/g)].map(
        ([call]) => `${page}:${line} ${call}`,
      ),
    ),
  );
  expect(disabled).toEqual([]);
});

/** All commands of a page, in its order. */
function scriptOf(page: string): string {
  const blocks = blocksOf(page)
    .filter(isRun)
    .map((block) => ({ line: block.line, text: commandsOf(page, block) }));
  const inline = inlineCommandsOf(page).map(({ line, text }) => ({
    line,
    text: [`echo "${page}:${line}" >&2`, text].join("\n"),
  }));
  return [...blocks, ...inline]
    .sort((one, other) => one.line - other.line)
    .map(({ text }) => text)
    .join("\n");
}

const runPages = pages.filter((page) => blocksOf(page).some(isRun) || inlineCommandsOf(page).length > 0);

/** A page takes seconds. What a newcomer meets first is always run, of the others a fifth. */
const chosen = new Set(["README.md", ...shareOf(runPages, 4, 5)]);

describe.each(runPages.filter((page) => chosen.has(page)))("%s", (page) => {
  test("has commands that run", async () => {
    const workspace = await Workspace.start();
    try {
      for (const block of blocksOf(page)) {
        const { file, append } = attributesOf(block);
        if (file !== undefined) workspace.write(file, block.text);
        if (append !== undefined) workspace.append(append, block.text);
      }
      const { status, stdout, stderr } = await workspace.run(scriptOf(page));
      expect({ status, ...(status === 0 ? {} : { stdout, stderr }) }).toEqual({ status: 0 });
      expect(workspace.calls().length).toBeGreaterThan(0);
    } finally {
      await workspace.dispose();
    }
  }, 300_000);
});

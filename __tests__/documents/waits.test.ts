import { blocksOf, pages } from "./blocks";

/** Operations that AWS finishes later: the option that names what they make, and the waiter for it. */
const later: Readonly<Record<string, readonly [option: string, waiter: string]>> = {
  "create-db-snapshot": ["--db-snapshot-identifier", "db-snapshot-available"],
  "copy-db-snapshot": ["--target-db-snapshot-identifier", "db-snapshot-available"],
  "restore-db-instance-to-point-in-time": ["--target-db-instance-identifier", "db-instance-available"],
  "modify-db-instance": ["--new-db-instance-identifier", "db-instance-available"],
};

/** What a block makes and does not wait for. The next step fails, or uses the old instance. */
function unawaited(text: string): string[] {
  const calls = [...text.replaceAll("\\\n", " ").matchAll(/aws rds (\S+)(.*)/g)];
  return calls.flatMap(([, operation = "", words = ""], index) => {
    const [option, waiter] = later[operation] ?? [];
    const [, name] = new RegExp(` ${option} (\\S+)`).exec(words) ?? [];
    if (option === undefined || name === undefined) return [];
    const waits = calls.slice(index + 1).some(([call]) => {
      const [, waited, awaited] =
        /^aws rds wait (\S+) --db-(?:instance|snapshot)-identifier ([^\s;]+)/.exec(call) ?? [];
      return waited === waiter && awaited === name;
    });
    return waits ? [] : [`${operation} ${name}`];
  });
}

test.each(pages)("%s waits for what AWS finishes later", (page) => {
  expect(blocksOf(page).flatMap(({ text }) => unawaited(text))).toEqual([]);
});

test.each([
  [
    "aws rds copy-db-snapshot --source-db-snapshot-identifier a --target-db-snapshot-identifier b \\\n  --kms-key-id k",
    ["copy-db-snapshot b"],
  ],
  [
    "aws rds modify-db-instance --db-instance-identifier a --new-db-instance-identifier b",
    ["modify-db-instance b"],
  ],
  [
    "aws rds create-db-snapshot --db-instance-identifier a --db-snapshot-identifier b\naws rds wait db-snapshot-available --db-snapshot-identifier a",
    ["create-db-snapshot b"],
  ],
  ["aws rds modify-db-instance --db-instance-identifier a --no-deletion-protection", []],
  [
    "aws rds modify-db-instance --db-instance-identifier a --new-db-instance-identifier b\nuntil aws rds wait db-instance-available --db-instance-identifier b; do sleep 1; done",
    [],
  ],
])("a block with %j", (text, missing) => {
  expect(unawaited(text)).toEqual(missing);
});

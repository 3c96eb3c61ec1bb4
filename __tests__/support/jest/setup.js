const { execFileSync, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** Files in it are made in memory: tests make tens of thousands, PostgreSQL's most of all. */
const memory = "/dev/shm";
const roomNeeded = 4 * 2 ** 30;

/**
 * Before all test files: a folder of this run. It holds what is made once for all of them, and is what they take for the
 * system's temporary folder. When the run ends it is gone.
 */
module.exports = () => {
  const folder = makeFolder(memory) ?? makeFolder(os.tmpdir());
  Object.assign(process.env, { TEST_RUN_FOLDER: folder, TMPDIR: folder });
  process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
  // A process of its own: what Jest requires, it transforms.
  execFileSync(process.execPath, [path.join(__dirname, "compile.js"), folder], { stdio: "inherit" });
};

/** A folder for all users, or nothing where there is no room or where programs are not run from. */
function makeFolder(place) {
  if (place === memory && !hasRoom(place)) return undefined;
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(place, "test-run-")));
  fs.chmodSync(folder, 0o755);
  const program = path.join(folder, "program");
  fs.writeFileSync(program, "#!/bin/sh\n", { mode: 0o755 });
  const runs = spawnSync(program).status === 0;
  fs.rmSync(runs || place !== memory ? program : folder, { recursive: true });
  return runs || place !== memory ? folder : undefined;
}

function hasRoom(place) {
  try {
    const { bavail, bsize } = fs.statfsSync(place);
    return bavail * bsize > roomNeeded;
  } catch {
    return false;
  }
}

import { spawnSync } from "node:child_process";
import path from "node:path";
import { buildSync } from "esbuild";
import { unzipSync } from "fflate";
import { archive } from "../../src/functions/archive";
import { emptyFolder } from "./support/checkout";

const text = (value: string) => Buffer.from(value);
const files = { "index.js": text("exports.handler = 1;\n".repeat(50)), "index.js.map": text("{}") };

/** Entries of a zip's central directory: what the archive says of each file. */
function entries(zip: Uint8Array) {
  const bytes = Buffer.from(zip);
  const found = [];
  for (let at = bytes.indexOf("PK\u0001\u0002"); at >= 0; at = bytes.indexOf("PK\u0001\u0002", at + 1)) {
    found.push({
      name: bytes.toString("utf8", at + 46, at + 46 + bytes.readUInt16LE(at + 28)),
      system: bytes[at + 5],
      mode: bytes.readUInt32LE(at + 38) >>> 16,
      time: bytes.readUInt16LE(at + 12),
      date: bytes.readUInt16LE(at + 14),
    });
  }
  return found;
}

describe("archive", () => {
  const zip = archive(files);

  test("unpacks to the same files", () => {
    expect(
      Object.entries(unzipSync(zip)).map(([name, content]) => [name, `${Buffer.from(content)}`]),
    ).toEqual(Object.entries(files).map(([name, content]) => [name, `${content}`]));
  });

  test("compresses", () => expect(zip.length).toBeLessThan(500));

  test("lists every file as readable by every user, at the same moment", () => {
    const noon = 12 << 11;
    const newYear1980 = (1 << 5) | 1;
    const common = { system: 3, mode: 0o100644, time: noon, date: newYear1980 };
    expect(entries(zip)).toEqual([
      { name: "index.js", ...common },
      { name: "index.js.map", ...common },
    ]);
  });

  test("does not depend on the order of the files", () => {
    const { "index.js": code, "index.js.map": map } = files;
    expect(Buffer.from(archive({ "index.js.map": map, "index.js": code })).equals(zip)).toBe(true);
  });

  test("has the same bytes in every time zone", () => {
    const program = path.join(emptyFolder(), "archive.js");
    buildSync({
      entryPoints: [path.resolve(__dirname, "../../src/functions/archive.ts")],
      bundle: true,
      platform: "node",
      outfile: program,
    });
    const inZone = (zone: string) => {
      const script = `
        const { archive } = require(${JSON.stringify(program)});
        const hours = new Date(0).getHours();
        console.log(hours, Buffer.from(archive({ "index.js": Buffer.from("1"), a: Buffer.from("2") })).toString("hex"));
      `;
      const { stdout } = spawnSync(process.execPath, ["-e", script], { env: { TZ: zone }, encoding: "utf8" });
      return stdout.trim().split(" ") as [string, string];
    };
    const zones = ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns", "Asia/Kathmandu"];
    const results = zones.map(inZone);
    expect(new Set(results.map(([hours]) => hours)).size).toBeGreaterThan(3);
    expect(new Set(results.map(([, bytes]) => bytes)).size).toBe(1);
    expect(results[0]?.[1]).toMatch(/^504b0304/);
  });
});

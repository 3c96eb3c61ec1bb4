import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { within } from "./call";

describe("work in another folder that runs out of time", () => {
  const before = process.cwd();
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "work-")));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  let end: () => void;
  let work: Promise<void>;

  test("begins there", () => {
    work = within(folder, { OF_WORK: "1" }, () => new Promise<void>((resolve) => (end = resolve)));
    expect([process.cwd(), process.env.OF_WORK]).toEqual([folder, "1"]);
  });

  test("leaves neither folder nor variables to the next test", () =>
    expect([process.cwd(), process.env.OF_WORK]).toEqual([before, undefined]));

  test("takes nothing from one that is at work when it ends", () =>
    within(os.tmpdir(), { OF_WORK: "2" }, async () => {
      end();
      await work;
      expect([process.cwd(), process.env.OF_WORK]).toEqual([fs.realpathSync(os.tmpdir()), "2"]);
    }));
});

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { within } from "./call";

describe("a function that runs in another folder and times out", () => {
  const before = process.cwd();
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "work-")));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  let end: () => void;
  let work: Promise<void>;

  test("starts in that folder", () => {
    work = within(folder, { OF_WORK: "1" }, () => new Promise<void>((resolve) => (end = resolve)));
    expect([process.cwd(), process.env.OF_WORK]).toEqual([folder, "1"]);
  });

  test("leaves neither folder nor variables to the next test", () =>
    expect([process.cwd(), process.env.OF_WORK]).toEqual([before, undefined]));

  test("does not change those of a function that is running", () =>
    within(os.tmpdir(), { OF_WORK: "2" }, async () => {
      end();
      await work;
      expect([process.cwd(), process.env.OF_WORK]).toEqual([fs.realpathSync(os.tmpdir()), "2"]);
    }));
});

import { lastOf, withRetries } from "../../../pod-src/connection-check/retries";

/** Fails as often as told, then works. */
function failing(times: number) {
  let made = 0;
  return async () => {
    if (++made <= times) throw Object.assign(new Error(`try ${made}`), { code: "ECONNREFUSED" });
    return "done";
  };
}

const limits = { tries: 3, firstPause: 60_000, answer: 1 };

describe("retries", () => {
  afterEach(() => jest.restoreAllMocks());

  test("pauses at random from zero on: with luck not at all, however long it might", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    await expect(withRetries(limits, () => true, failing(2))).resolves.toEqual({
      value: "done",
      remark: ", at try 3",
    });
  });

  test("says nothing of a first try that works", async () => {
    await expect(withRetries(limits, () => true, failing(0))).resolves.toEqual({
      value: "done",
      remark: "",
    });
  });

  test("ends with the last error and how often it was met", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    const error = await withRetries(limits, () => true, failing(9)).catch(lastOf);
    expect(error).toMatchObject({ error: { message: "try 3" }, remark: ", 3 times" });
  });

  test("does not wait for what will not pass", async () => {
    const error = await withRetries(limits, () => false, failing(9)).catch(lastOf);
    expect(error).toMatchObject({ error: { message: "try 1" }, remark: "" });
  });
});

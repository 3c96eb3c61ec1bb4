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

  test("pause for a random time from zero up to the limit", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    await expect(withRetries(limits, () => true, failing(2))).resolves.toEqual({
      value: "done",
      remark: ", at try 3",
    });
  });

  test("leave no remark if the first attempt succeeds", async () => {
    await expect(withRetries(limits, () => true, failing(0))).resolves.toEqual({
      value: "done",
      remark: "",
    });
  });

  test("end with the last error and the number of attempts", async () => {
    jest.spyOn(Math, "random").mockReturnValue(0);
    const error = await withRetries(limits, () => true, failing(9)).catch(lastOf);
    expect(error).toMatchObject({ error: { message: "try 3" }, remark: ", 3 times" });
  });

  test("stop at an error that is not temporary", async () => {
    const error = await withRetries(limits, () => false, failing(9)).catch(lastOf);
    expect(error).toMatchObject({ error: { message: "try 1" }, remark: "" });
  });
});

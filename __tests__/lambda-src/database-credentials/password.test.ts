import { inspect } from "node:util";
import { createLog } from "../../../lambda-src/database-credentials/log";
import { Password, randomText } from "../../../lambda-src/database-credentials/password";

describe("a password", () => {
  test("needs no escaping in a URL, a shell or SQL", () => {
    for (let i = 0; i < 200; i++) expect(Password.generate().reveal()).toMatch(/^[A-Za-z0-9]{40}$/);
  });

  test("is different each time, and uses every character", () => {
    const texts = Array.from({ length: 500 }, () => randomText(40));
    expect(new Set(texts).size).toBe(500);
    expect(new Set(texts.join("")).size).toBe(62);
  });

  test("is not printed, however it is converted", () => {
    const password = new Password("correct-horse");
    const error = Object.assign(new Error(`login failed with ${password}`), { password });
    const lines: string[] = [];
    const log = createLog((line) => lines.push(line), { shared: password });
    log.error(`with ${password}`, { nested: { deep: [password] }, error });
    const printed = [
      String(password),
      JSON.stringify({ password, list: [password] }),
      inspect(password, { showHidden: true, depth: 9 }),
      inspect({ error }, { depth: 9 }),
      JSON.stringify(Object.entries(password)),
      ...lines,
    ];
    expect(printed.filter((text) => text.includes("correct-horse"))).toEqual([]);
  });
});

describe("the log", () => {
  test("has one JSON object per line, and redacts values by their keys", () => {
    const lines: string[] = [];
    createLog((line) => lines.push(line))
      .with({ organization: "acme" })
      .info("Done", { password: "p", SecretString: "s", masterPassword: "m", token: "t", login: "acme__a" });
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: "INFO",
        message: "Done",
        organization: "acme",
        password: "[hidden]",
        SecretString: "[hidden]",
        masterPassword: "[hidden]",
        token: "[hidden]",
        login: "acme__a",
      },
    ]);
  });
});

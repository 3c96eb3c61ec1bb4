import { type ChildProcess, execFile, spawnSync } from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { listening, portOf } from "../support/listening";

const root = fs.mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
const folder = path.join(root, "clones", "1");
const sandbox = path.resolve("atlantis/hook/sandbox.sh");

interface Ran {
  readonly status: number;
  readonly output: string;
}

/** Runs shell in a sandbox, called by a server that has secrets in its environment. */
const run = (
  script: string,
  options: readonly string[] = [],
  env: Record<string, string> = {},
): Promise<Ran> =>
  new Promise((resolve) => {
    const child: ChildProcess = execFile(
      sandbox,
      [...options, folder, "sh", "-c", script],
      {
        encoding: "utf8",
        env: { PATH: process.env.PATH, HOME: root, ATLANTIS_GH_TOKEN: "token-of-the-server", ...env },
      },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, output: stdout + stderr }),
    );
    child.stdin?.end();
  });

const { status, error, stderr } = spawnSync("bwrap", ["--unshare-all", "--ro-bind", "/", "/", "true"], {
  encoding: "utf8",
});
const why = status === 0 ? undefined : (error?.message ?? stderr.trim());
if (why !== undefined) process.stderr.write(`sandbox: not tried, for bubblewrap does not run here: ${why}\n`);

beforeAll(() => {
  fs.mkdirSync(folder, { recursive: true });
  fs.mkdirSync(path.join(root, "clones", "2"));
  fs.writeFileSync(path.join(root, "clones", "2", "secret"), "of another pull request");
  fs.mkdirSync(path.join(root, ".aws"));
  fs.writeFileSync(path.join(root, ".aws", "credentials"), "keys of the server");
});
afterAll(() => fs.rmSync(root, { recursive: true }));

const programOnPath = (name: string): string =>
  (process.env.PATH ?? "")
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file)) as string;

test("runs nothing if no sandbox is available", async () => {
  const bin = path.join(root, "bin");
  fs.mkdirSync(bin);
  for (const name of ["bash", "sh", "env", "dirname", "realpath", "timeout", "node", "readlink"])
    fs.symlinkSync(programOnPath(name), path.join(bin, name));
  const { status, output } = await run("echo ran", [], { PATH: bin });
  expect([status, output]).toEqual([127, expect.stringContaining("bwrap")]);
  expect(output).not.toContain("ran\n");
});

(why === undefined ? describe : describe.skip)("a hostile pull request's code", () => {
  test("has no variable, file or process of the server", async () => {
    const { status, output } = await run(
      `env; ls -A ~ /tmp /root /home/* 2>&1; cat ${root}/.aws/credentials ${root}/clones/2/secret 2>&1; cat /proc/*/environ | tr '\\0' '\\n'; ls -d /proc/[0-9]* | wc -l`,
    );
    expect(status).toBe(0);
    expect(output).not.toMatch(/token-of-the-server|keys of the server|another pull request/);
    expect(Number(output.trim().split("\n").at(-1))).toBeLessThan(8);
  });

  test("writes only to its own folder", async () => {
    fs.mkdirSync(path.join(root, "packages"));
    const { output } = await run(
      `for place in /project /packages /usr /usr/bin /etc /bin ${root} ${root}/clones; do (echo x > $place/left) 2> /dev/null && echo "wrote $place"; done; true`,
      ["--read-only", path.join(root, "packages"), "/packages"],
    );
    // /etc and the like are the sandbox's own, and go with it.
    expect(output).toContain("wrote /project\n");
    expect(output).not.toMatch(/wrote (\/packages|\/usr|\/bin)/);
    for (const place of ["/etc/left", path.join(root, "left"), path.join(root, "packages/left")])
      expect(fs.existsSync(place)).toBe(false);
    expect(fs.existsSync(path.join(folder, "left"))).toBe(true);
  });

  test("leaves no process, and ends at its time limit", async () => {
    const mark = `600.${process.pid}`;
    expect((await run(`sleep ${mark} & true`)).status).toBe(0);
    expect((await run(`sleep ${mark}`, [], { SANDBOX_SECONDS: "1" })).status).not.toBe(0);
    expect(spawnSync("pgrep", ["-f", `sleep ${mark}`], { encoding: "utf8" }).stdout).toBe("");
  });

  describe("the network of the sandbox", () => {
    const asked: string[] = [];
    const server = http.createServer(({ method, url }, response) => {
      asked.push(`${method} ${url}`);
      response.end("packages");
    });
    const address = () => `127.0.0.1:${portOf(server)}`;
    beforeAll(() => listening(server));
    beforeEach(() => {
      asked.length = 0;
    });
    afterAll(() => new Promise((resolve) => server.close(resolve)));

    /** Shell that prints what an address answers, or why it does not. */
    const get = (url: string, method = "GET") =>
      `node -e 'fetch("${url}", { method: "${method}", signal: AbortSignal.timeout(3000) }).then(async (r) => console.log(r.status, await r.text()), (e) => console.log(e.cause?.code ?? e.name))'`;

    test("connects neither to the server nor to instance metadata, with a registry or without one", async () => {
      for (const options of [[], ["--with-registry"]]) {
        const { output } = await run(
          [get(`http://${address()}/`), get("http://169.254.169.254/latest/meta-data/")].join("; "),
          options,
          { REGISTRY: `http://${address()}/npm/` },
        );
        expect(output.trim().split("\n")).toEqual([
          "ECONNREFUSED",
          expect.stringMatching(/^(ENETUNREACH|EHOSTUNREACH)$/),
        ]);
      }
      expect(asked).toEqual([]);
    });

    test("reads packages of the registry, and nothing else on its host", async () => {
      const of = (url: string) => `http://127.0.0.1:4873${url}`;
      const { output } = await run(
        [
          get(of("/pg")),
          get(of("/pg"), "PUT"),
          get(of("//other.example.com/x")),
          get(of("/..%2f..%2fadmin")),
        ].join("; "),
        ["--with-registry"],
        { REGISTRY: `http://${address()}/npm` },
      );
      const [found, put, ...others] = output.trim().split("\n");
      expect([found, put]).toEqual(["200 packages", "403 Packages are read here, and nothing else."]);
      expect(asked[0]).toBe("GET /npm/pg");
      expect(asked.filter((url) => !url.startsWith("GET /npm/"))).toEqual([]);
      expect(others.length).toBeGreaterThan(0);
    });
  });
});

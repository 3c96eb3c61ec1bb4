// The only network access of a sandbox: packages of one registry, by GET.
//   registry.mjs serve SOCKET ADDRESS      outside: forwards requests on a socket to the registry at ADDRESS
//   registry.mjs reach SOCKET COMMAND...   inside: forwards port 4873 to the socket while COMMAND runs
import { spawn } from "node:child_process";
import http from "node:http";
import net from "node:net";
import { Readable } from "node:stream";

const [mode, socket, ...words] = process.argv.slice(2);

/** A registry that does not answer must not keep a pull request waiting until its sandbox ends. */
const longestAnswer = 120_000;

const hopByHop = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);

async function answer(request, response, registry) {
  const asked = new URL(`.${request.url}`, registry);
  if (request.method !== "GET" || !asked.href.startsWith(registry.href)) {
    response.writeHead(403).end("Packages are read here, and nothing else.\n");
    return;
  }
  const headers = request.headers.accept ? { accept: request.headers.accept } : {};
  const found = await fetch(asked, { headers, signal: AbortSignal.timeout(longestAnswer) });
  response.writeHead(found.status, [...found.headers].filter(([name]) => !hopByHop.has(name)).flat());
  if (found.body)
    Readable.fromWeb(found.body)
      .on("error", () => response.destroy())
      .pipe(response);
  else response.end();
}

function serve(address) {
  const registry = new URL(address.endsWith("/") ? address : `${address}/`);
  http
    .createServer((request, response) => {
      answer(request, response, registry).catch(({ message, cause }) => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502).end(`${registry.host}: ${cause?.message ?? message}\n`);
      });
    })
    .listen(socket);
}

function reach([command, ...rest]) {
  const server = net.createServer((client) => {
    const way = net.connect(socket);
    client.pipe(way).pipe(client);
    for (const [end, other] of [
      [client, way],
      [way, client],
    ])
      end.on("error", () => other.destroy());
  });
  server.listen(4873, "127.0.0.1", () => {
    spawn(command, rest, { stdio: "inherit" }).on("exit", (code) => process.exit(code ?? 1));
  });
}

if (mode === "serve") serve(words[0]);
else reach(words);

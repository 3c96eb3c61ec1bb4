import http from "node:http";
import { listening, portOf } from "../../support/listening";

/** A forge's API for comments, as GitHub, Gitea and GitLab have it: each comment has an id, and can be replaced. */
export class Forge {
  readonly comments = new Map<number, string>();
  /** Method, path and credential of each call. */
  readonly calls: { readonly method: string; readonly url: string; readonly credential: string }[] = [];
  /** What every call is answered with instead. @default undefined - it is done */
  answer: number | undefined;
  private readonly server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      this.calls.push({
        method,
        url,
        credential: headers.authorization ?? String(headers["private-token"] ?? ""),
      });
      const id = method === "POST" ? this.comments.size + 1 : Number(url.split("/").at(-1));
      const isThere = method === "POST" || this.comments.has(id);
      const status = this.answer ?? (isThere ? 200 : 404);
      if (status === 200) this.comments.set(id, JSON.parse(Buffer.concat(chunks).toString()).body);
      response.writeHead(status).end(JSON.stringify({ id }));
    });
  });

  async start(): Promise<void> {
    await listening(this.server);
  }

  /** Address that Atlantis clones from: it holds the token. */
  get origin(): string {
    return `http://bot:to%2Fken@127.0.0.1:${portOf(this.server)}/example/project.git`;
  }

  async end(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
  }
}

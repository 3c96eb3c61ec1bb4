// Puts a report into a comment on the pull request, the same one at each run: comment.mjs REPORT
//
// Environment, from Atlantis: BASE_REPO_OWNER, BASE_REPO_NAME, PULL_NUM. FORGE selects the API: github (default), gitea or
// gitlab. HOOK_CACHE, from hook.sh, stores the id of the server's own comment: a similar comment of another author could be
// changed by that author later. The token is the one with which Atlantis cloned, from the URL of the clone's
// origin.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { env } from "node:process";

const { BASE_REPO_OWNER, BASE_REPO_NAME, PULL_NUM, FORGE = "github", HOOK_CACHE } = env;

const issues = {
  make: `repos/${BASE_REPO_OWNER}/${BASE_REPO_NAME}/issues/${PULL_NUM}/comments`,
  change: (id) => `repos/${BASE_REPO_OWNER}/${BASE_REPO_NAME}/issues/comments/${id}`,
  method: "PATCH",
  authorization: (token) => ({ authorization: `token ${token}` }),
};
const notes = `projects/${encodeURIComponent(`${BASE_REPO_OWNER}/${BASE_REPO_NAME}`)}/merge_requests/${PULL_NUM}/notes`;
const forges = {
  github: { ...issues, api: ({ host }) => (host === "github.com" ? "//api.github.com" : `//${host}/api/v3`) },
  gitea: { ...issues, api: ({ host }) => `//${host}/api/v1` },
  gitlab: {
    make: notes,
    change: (id) => `${notes}/${id}`,
    method: "PUT",
    authorization: (token) => ({ "private-token": token }),
    api: ({ host }) => `//${host}/api/v4`,
  },
};

const forge = forges[FORGE];
if (!forge) throw new Error(`FORGE is ${FORGE}; allowed: ${Object.keys(forges).join(", ")}.`);
const origin = new URL(execFileSync("git", ["config", "remote.origin.url"], { encoding: "utf8" }).trim());
const token = decodeURIComponent(origin.password || origin.username);

async function send(method, where, body) {
  const response = await fetch(`${origin.protocol}${forge.api(origin)}/${where}`, {
    method,
    headers: { ...forge.authorization(token), "content-type": "application/json" },
    body: JSON.stringify({ body }),
    signal: AbortSignal.timeout(30_000),
  });
  if (response.ok) return response.json();
  if (response.status === 404 && method !== "POST") return undefined;
  throw new Error(
    `${origin.host} answered ${response.status} to the comment: ${(await response.text()).slice(0, 200)}`,
  );
}

const own = path.join(HOOK_CACHE, "comments", origin.host, BASE_REPO_OWNER, BASE_REPO_NAME, PULL_NUM);
const report = fs.readFileSync(process.argv[2], "utf8");
const known = fs.existsSync(own) ? fs.readFileSync(own, "utf8") : undefined;

const changed = known && (await send(forge.method, forge.change(known), report));
if (!changed) {
  const { id } = await send("POST", forge.make, report);
  fs.mkdirSync(path.dirname(own), { recursive: true });
  fs.writeFileSync(own, String(id));
}

#!/usr/bin/env bash
# Writes terraform.lock.hcl: checksums of the stacks' providers, for every platform that plans them. Run it
# after `npm start` when a provider's version changes, and commit the file. Arguments go to `terraform providers lock`.
set -euo pipefail
cd "$(dirname "$0")/.."

[ -f cdktf.out/manifest.json ] || {
  echo "There is no cdktf.out/manifest.json: run npm start first." >&2
  exit 2
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
node -e '
  const fs = require("node:fs");
  const { stacks } = JSON.parse(fs.readFileSync("cdktf.out/manifest.json", "utf8"));
  const providers = Object.values(stacks).map(
    ({ synthesizedStackPath: file }) => JSON.parse(fs.readFileSync(`cdktf.out/${file}`, "utf8")).terraform.required_providers,
  );
  console.log(JSON.stringify({ terraform: { required_providers: Object.assign({}, ...providers) } }));
' > "$folder/main.tf.json"
"${TERRAFORM_BINARY_NAME:-terraform}" -chdir="$folder" providers lock -platform=linux_amd64 -platform=linux_arm64 -platform=darwin_arm64 "$@"
cp "$folder/.terraform.lock.hcl" terraform.lock.hcl

#!/usr/bin/env bash
# Atlantis runs the server's copy of this script before every command, in its clone of a pull request, to create the stacks.
#
# The author of a pull request writes the code that synthesizes, and this runs before a review. So that code runs in a sandbox
# on copies of the files, and no other process executes or sources any of it. Its output is data: the base branch's code
# checks it, and only known files are copied back.
#
# Fails closed: configuration of an earlier commit is deleted before anything can fail. Saved plans and downloaded providers
# stay, since `atlantis apply` needs those of the plan.
#
# Environment: BASE_BRANCH_NAME, COMMAND_NAME and what comment.mjs reads, from Atlantis; HOOK_CACHE, a folder of the server's
# user for installed packages (default: ~/.cache/pull-requests).
set -euo pipefail

hook=$(dirname "$(realpath "$0")")
clone=$PWD
export HOOK_CACHE=${HOOK_CACHE:-$HOME/.cache/pull-requests}
work=$(mktemp -d)
trap 'status=$?; [ $status -eq 0 ] || forget; rm -rf "$work"; exit $status' EXIT

forget() {
  [ ! -d "$clone/cdktf.out" ] || find "$clone/cdktf.out" -name .terraform -prune -o -type f ! -name '*.tfplan' -exec rm {} +
}

refuse() {
  echo "$*" >&2
  exit 1
}

# A repository that shares only the objects of the clone. git applies the .gitattributes of a checkout: those of a pull request
# could write the base branch's code in an encoding that drops chosen characters. info/attributes overrides them.
git init --quiet --bare --template= "$work/git"
mkdir -p "$work/git/info" "$work/git/objects/info"
realpath "$(git rev-parse --git-path objects)" > "$work/git/objects/info/alternates"
echo '* -text !eol -ident !filter !working-tree-encoding' > "$work/git/info/attributes"

# The files of a commit as they are stored.
files_of() { # COMMIT FOLDER
  mkdir "$2"
  export_to=(env GIT_DIR="$work/git" GIT_WORK_TREE="$2" GIT_INDEX_FILE="$2.index")
  "${export_to[@]}" git read-tree "$1"
  "${export_to[@]}" git -c core.autocrlf=false checkout-index --all
}

# Packages of the lock file, without install scripts. Those of the base branch are cached: most pull requests have the same.
packages_of() { # FOLDER: prints where they are
  local key
  for file in package.json package-lock.json .npmrc; do
    # A link could point to a device that never ends.
    [ ! -L "$1/$file" ] || refuse "$file is a link."
  done
  key=$(cd "$1" && cat package.json package-lock.json .npmrc 2> /dev/null | sha256sum | cut -d' ' -f1)
  if [ "$1" = "$work/base" ] && [ ! -d "$HOOK_CACHE/$key" ]; then
    mkdir -p "$HOOK_CACHE"
    install "$1"
    mv -T "$1/node_modules" "$HOOK_CACHE/$key" 2> /dev/null || true # another pull request was faster
  fi
  [ -d "$HOOK_CACHE/$key" ] || install "$1"
  [ -d "$HOOK_CACHE/$key" ] && echo "$HOOK_CACHE/$key" || echo "$1/node_modules"
}

install() {
  "$hook/sandbox.sh" --with-registry "$1" npm ci --ignore-scripts --omit=dev --no-audit --no-fund > /dev/null
}

forget
committed=$(git ls-files cdktf.out)
[ -z "$committed" ] || refuse "cdktf.out is created by this hook. Remove from git: $committed"

base=$(git merge-base HEAD "refs/remotes/origin/$BASE_BRANCH_NAME") ||
  refuse "The history of $BASE_BRANCH_NAME is not here: Atlantis needs --checkout-strategy=merge."
files_of "$(git rev-parse HEAD)" "$work/head"
files_of "$base" "$work/base"
base_packages=$(packages_of "$work/base")
head_packages=$(packages_of "$work/head")

# Atlantis shows the output of a failed hook in a code block of a comment: backticks of the pull request must not end it.
# Problems are on stderr, the cause first.
"$hook/sandbox.sh" --read-only "$head_packages" /project/node_modules "$work/head" \
  npm run --silent atlantis -- --check > /dev/null 2> "$work/problems" || {
  status=$?
  head -n 40 "$work/problems" | cut -c 1-400 | tr '`' "'" >&2
  [ "$(wc -l < "$work/problems")" -le 40 ] || echo "... npm start prints all of it." >&2
  exit $status
}

# Merged code was reviewed. It may still fail, for example where this pull request fixes it.
before=()
compared=()
if "$hook/sandbox.sh" --read-only "$base_packages" /project/node_modules "$work/base" \
  npm run --silent synth > "$work/log" 2>&1 || [ -f "$work/base/cdktf.out/manifest.json" ]; then
  before=("$work/base/cdktf.out")
  compared=(--base cdktf.out)
fi

for folder in config cdktf.out; do
  [ ! -L "$work/head/$folder" ] && [ -d "$work/head/$folder" ] || refuse "$folder is no folder."
done
"$hook/sandbox.sh" --read-only "$base_packages" /project/node_modules \
  --read-only "$work/head/config" /pull-request/config --read-only "$work/head/cdktf.out" /pull-request/cdktf.out \
  "$work/base" npm run --silent review -- --pull-request /pull-request "${compared[@]}" > "$work/review.md"

{
  echo "Stacks of ${HEAD_COMMIT:-HEAD}, as the code of ${base} judges them."
  echo
  node "$hook/planned-stacks.mjs" "$work/head" "$clone" "$(git rev-parse HEAD)" "${before[@]}"
  cat "$work/review.md"
} > "$work/report.md"
[ -z "${OUTPUT_STATUS_FILE:-}" ] || sed -n 's/^## //p; /^\*\*Not proved/{s/\*//g;p}' "$work/review.md" | head -n 1 > "$OUTPUT_STATUS_FILE"
[ "${COMMAND_NAME:-plan}" != plan ] || node "$hook/comment.mjs" "$work/report.md"

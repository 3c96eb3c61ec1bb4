#!/usr/bin/env bash
# Prints, as Markdown, what a pull request changes in who reaches databases and reads credentials: the stacks in cdktf.out
# against those of the commit that it is merged into. Needs git's history up to there (--checkout-strategy=merge).
set -euo pipefail
cd "$(dirname "$0")/.."

before=$(mktemp -d)
trap 'git worktree remove --force "$before/project" 2> /dev/null || true; rm -rf "$before"' EXIT

commit=$(git merge-base HEAD "refs/remotes/origin/${BASE_BRANCH_NAME:-main}")
git worktree add --quiet --detach "$before/project" "$commit"

# What is merged already was reviewed, and may yet fail, for example where this pull request mends it.
synthesize() (
  cd "$before/project"
  if cmp -s package-lock.json "$OLDPWD/package-lock.json"; then ln -s "$OLDPWD/node_modules" node_modules
  else npm ci --ignore-scripts --omit=dev --no-audit --no-fund; fi
  npm run --silent synth || [ -f cdktf.out/manifest.json ]
)

if synthesize > "$before/log" 2>&1; then
  npm run --silent assurance -- --format markdown --base "$before/project/cdktf.out"
else
  echo "Nothing to compare with: the stacks of $(git rev-parse --short "$commit") cannot be synthesized."
  tail -n 20 "$before/log" >&2
fi

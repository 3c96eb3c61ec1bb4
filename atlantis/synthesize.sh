#!/usr/bin/env bash
# Atlantis runs this in its clone of a pull request before every command: what it plans and applies is made here.
#
# Fails closed. Configuration of an earlier commit is gone before anything can fail, and so is this one's if it is not
# proved or atlantis.yaml does not fit it: Terraform then finds nothing to plan, whatever the server does with the failure.
# Saved plans and downloaded providers stay: `atlantis apply` needs those of the plan.
set -euo pipefail
cd "$(dirname "$0")/.."
unset CDKTF_OUTDIR SYNTH_HCL_OUTPUT # what they would change, atlantis.yaml does not know

report=cdktf.out/assurance.md

forget() {
  [ ! -d cdktf.out ] || find cdktf.out -name .terraform -prune -o -type f \
    \( -name '*.tf' -o -name '*.tf.json' -o -name manifest.json -o -path "$report" \) -exec rm {} +
}
trap '[ $? -eq 0 ] || forget' EXIT
forget

# Terraform reads all files of a stack's folder, and nobody reviews those in a folder that git ignores.
committed=$(git ls-files cdktf.out)
[ -z "$committed" ] || { echo "cdktf.out is made here. Remove from git: $committed" >&2; exit 1; }

# No script of a package runs: esbuild, the only one that has any, works without.
npm ci --ignore-scripts --omit=dev --no-audit --no-fund
npm run --silent atlantis -- --check

[ ! -f terraform.lock.hcl ] || for stack in cdktf.out/stacks/*/; do cp terraform.lock.hcl "$stack.terraform.lock.hcl"; done

# Once for a pull request; every plan shows it.
[ "${COMMAND_NAME:-plan}" != plan ] || atlantis/assurance-diff.sh > "$report"

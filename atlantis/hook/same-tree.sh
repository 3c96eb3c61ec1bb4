#!/usr/bin/env bash
# First step of plan and apply, in a stack's folder: refuses everything but the hook's output for the files of the current commit.
# Atlantis merges the base branch once more between the hook and this step.
set -euo pipefail

refuse() {
  echo "$*" >&2
  exit 1
}

clone=$(git rev-parse --show-toplevel)
out=$clone/cdktf.out
stack=${PWD#"$out/stacks/"}
[ "$out/stacks/$stack" = "$PWD" ] && [[ $stack =~ ^[a-z][a-z0-9-]*$ ]] && [ -f "$out/commit" ] ||
  refuse "Only stacks of this pull request are planned: atlantis plan -p <stack>."
[ "$(cat "$out/commit")" = "$(git rev-parse HEAD)" ] ||
  refuse "The base branch moved while this was synthesized. Comment: atlantis plan"
[ -z "${COMMENT_ARGS:-}" ] || refuse "Terraform arguments are not accepted: they would plan something other than the pull request shows."

made=$(grep -F "  stacks/$stack/" "$out/files.sha256") || refuse "$stack is not planned here: its state is a local file."
(cd "$out" && sha256sum --check --status <<< "$made") || refuse "Files of $stack changed since they were synthesized. Comment: atlantis plan"
# All other files that Terraform or OpenTofu would read, including links.
others=$(find . -maxdepth 1 \( -name '*.tf' -o -name '*.tf.json' -o -name '*.tofu' -o -name '*.tofu.json' -o -name '*.tfvars' -o -name '*.tfvars.json' -o -name terraform.d \) ! -name cdk.tf.json)
[ -z "$others" ] || refuse "The hook did not write: $others"

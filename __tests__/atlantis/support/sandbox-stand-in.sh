#!/usr/bin/env bash
# In place of the sandbox: runs the command with links for what would be mounted, and nothing is kept out.
set -euo pipefail
mounts=()
links=$(mktemp -d)
trap 'rm -rf "$links"' EXIT
while :; do
  case $1 in
    --with-registry) shift ;;
    --read-only)
      from=$2 to=$3
      shift 3
      case $to in
        /project/*) mounts+=("$from" "${to#/project/}") ;;
        *) mkdir -p "$links$(dirname "$to")" && ln -s "$from" "$links$to" ;;
      esac ;;
    *) break ;;
  esac
done
cd "$1"
shift
for ((i = 0; i < ${#mounts[@]}; i += 2)); do ln -sfn "${mounts[i]}" "${mounts[i + 1]}"; done
"${@//\/pull-request/$links\/pull-request}"

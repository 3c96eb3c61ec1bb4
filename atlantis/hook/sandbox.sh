#!/usr/bin/env bash
# Runs a command of unreviewed code: sandbox.sh [--with-registry] [--read-only FROM TO]... FOLDER COMMAND...
#
# The command runs in FOLDER, mounted as /project: the only folder outside /tmp that it can write. It gets no environment
# variables, no home of the server's user and no network, sees only its own processes, and reads only programs of the system. With
# --with-registry, port 4873 is a proxy to the package registry. After 15 minutes, all its processes are killed.
#
# Environment: REGISTRY, the registry's address (default: npm's on this server).
set -euo pipefail

here=$(dirname "$(realpath "$0")")
mounts=()
environment=(--setenv npm_config_update_notifier false --setenv PATH "$(dirname "$(realpath "$(command -v node)")"):/usr/local/bin:/usr/bin:/bin" --setenv HOME /home/build)
before=()
while :; do
  case $1 in
    --read-only) mounts+=(--ro-bind "$2" "$3"); shift 3 ;;
    --with-registry)
      socket=$(mktemp -d)
      trap 'kill "$registry" 2> /dev/null; rm -rf "$socket"' EXIT
      node "$here/registry.mjs" serve "$socket/registry" "${REGISTRY:-$(cd / && npm config get registry)}" &
      registry=$!
      mounts+=(--ro-bind "$socket" /registry --ro-bind "$here/registry.mjs" /registry.mjs)
      environment+=(--setenv npm_config_registry http://127.0.0.1:4873/ --setenv npm_config_replace_registry_host always)
      before=(node /registry.mjs reach /registry/registry)
      shift ;;
    *) break ;;
  esac
done
folder=$1
shift

for system in /usr /bin /lib /lib64 /etc/alternatives; do
  if [ -L "$system" ]; then mounts+=(--symlink "$(readlink "$system")" "$system")
  elif [ -d "$system" ]; then mounts+=(--ro-bind "$system" "$system"); fi
done
# Node.js may be installed elsewhere.
node=$(dirname "$(dirname "$(realpath "$(command -v node)")")")
case $node in /usr | /usr/*) ;; *) mounts=(--ro-bind "$node" "$node" "${mounts[@]}") ;; esac

# Inside, /proc shows the environment of bwrap itself, so it starts with an empty one.
env -i PATH="$PATH" timeout --kill-after=10 "${SANDBOX_SECONDS:-900}" \
  bwrap --unshare-all --die-with-parent --new-session --cap-drop ALL --uid 1000 --gid 1000 --hostname sandbox \
  --clearenv "${environment[@]}" --proc /proc --dev /dev --tmpfs /tmp --dir /home/build \
  --bind "$folder" /project --chdir /project "${mounts[@]}" \
  "${before[@]}" "$@" < /dev/null

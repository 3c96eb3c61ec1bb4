#!/usr/bin/env bash
# Builds the Miniflux that config/dev names, and logs in to it as docs/example.md says, without a cluster. Takes Go, and root on
# Linux, to give up rights with.
#
#   docs/examples/miniflux/try.sh FOLDER     what is built stays in FOLDER, for the next time
set -euo pipefail
mkdir -p "${1:?a folder to build into}"
built=$(cd "$1" && pwd)
cd "$(dirname "$0")/../../.."
version=$(sed -n 's|.*ghcr.io/miniflux/miniflux:||p' config/dev/organizations/globex.yaml)
chmod go+rx "$built"

GOBIN="$built" go install "miniflux.app/v2@v$version"
MINIFLUX="$built/miniflux.app" npx jest --maxWorkers 1 --verbose --testMatch '**/__tests__/documents/login-to-example.ts'

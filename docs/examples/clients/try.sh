#!/usr/bin/env bash
# Tries every example against PostgreSQL and against impostors. Takes Python, Go, Java and Maven, Rust.
#
#   docs/examples/clients/try.sh FOLDER     what is installed stays in FOLDER, for the next time
set -euo pipefail
mkdir -p "${1:?a folder to install into}"
installed=$(cd "$1" && pwd)
examples=$(cd "$(dirname "$0")" && pwd)
driver=42.7.8

python3 -m venv "$installed/python"
"$installed/python/bin/pip" install --quiet --requirement "$examples/python/requirements.txt"
go build -C "$examples/go" -o /dev/null .
mvn --quiet org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy \
  -Dartifact="org.postgresql:postgresql:$driver" -DoutputDirectory="$installed"
CARGO_TARGET_DIR="$installed/target" cargo install --quiet --path "$examples/rust" --root "$installed"

cd "$examples/../../.."
PATH="$installed/python/bin:$installed/bin:$PATH" CLASSPATH="$installed/postgresql-$driver.jar" CLIENTS=all \
  npx jest --maxWorkers 1 --verbose __tests__/documents/clients.test.ts

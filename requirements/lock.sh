#!/bin/sh
# Resolve every set at once (so that they install beside each other), then write one file a set.
# SAM CLI pins its own world and lives in its own environment.
set -eu
cd "$(dirname "$0")/.."
UV="${UV:-uv}"
compile() { "$UV" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-emit-find-links --no-annotate --no-header --no-strip-extras --upgrade "$@"; }
all="$(mktemp)"
trap 'rm -f "$all"' EXIT
compile pyproject.toml --extra encoder --extra server --extra training requirements/dev.in \
    requirements/build.in -o "$all"
compile pyproject.toml -c "$all" -o requirements/runtime.txt
for extra in encoder server training; do
    compile pyproject.toml --extra "$extra" -c "$all" -o "requirements/$extra.txt"
done
compile pyproject.toml --extra encoder --extra training --extra encoder-training -o requirements/encoder-training.txt
compile requirements/dev.in -c "$all" -o requirements/dev.txt
compile requirements/build.in -c "$all" -o requirements/build.txt
compile requirements/sam.in -o requirements/sam.txt

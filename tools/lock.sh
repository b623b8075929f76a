#!/usr/bin/env bash
# Writes requirements/*.txt: every library with its exact version and hashes, for any platform and any
# Python from 3.11 on, and without the address of any index. Needs `uv` (`pipx install uv`).
# `make lock` keeps the versions that are there; `make lock UPGRADE=1` takes the newest that fit.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --custom-compile-command "make lock" ${UPGRADE:+--upgrade} "$@" >/dev/null
}

printf 'hatchling>=1.27\n' | compile - --output-file requirements/build.txt
compile pyproject.toml --output-file requirements/run.txt
compile pyproject.toml --extra dev --constraint requirements/run.txt --constraint requirements/build.txt --output-file requirements/dev.txt

if grep -nE '://|--index|--find-links' requirements/*.txt; then
    echo "An address got into the requirements." >&2
    exit 1
fi

#!/usr/bin/env bash
# wheel.sh [FOLDER]: builds the wheel of the Python package into FOLDER, by default jobs/target, with the setuptools of
# SPARKAE_PYTHON (.ci/python.sh), or of python3.
set -euo pipefail
home=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$home/jobs/target}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$home/pipeline/src/main/python/." "$work" # setuptools writes beside its sources
SOURCE_DATE_EPOCH=315532800 "${SPARKAE_PYTHON:-python3}" -m pip wheel -q --disable-pip-version-check --no-deps \
  --no-build-isolation -w "$out" "$work"

#!/usr/bin/env bash
# Makes the virtual environment of the tests in Python, .ci/venv (1 GB), of requirements.txt, unless it is there as it is to
# be, and prints the path of its interpreter: export SPARKAE_PYTHON=$(.ci/python.sh). PYTHON names the one to make it with.
set -euo pipefail
cd "$(dirname "$0")"

python=${PYTHON:-python3}
wanted=$("$python" --version && cat requirements.txt)
if [ "$(cat venv/made-of.txt 2>/dev/null)" != "$wanted" ] || ! venv/bin/python -c '' 2>/dev/null; then
  {
    rm -rf venv
    "$python" -m venv venv
    # First what builds PySpark, which is published as source; so nothing is taken that is not on the list.
    venv/bin/python -m pip install -q --disable-pip-version-check $(grep -E '^(setuptools|wheel)==' requirements.txt)
    venv/bin/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -r requirements.txt
    venv/bin/python -m pip check --disable-pip-version-check
    printf '%s\n' "$wanted" >venv/made-of.txt
  } >&2
fi
echo "$PWD/venv/bin/python"

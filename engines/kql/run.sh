#!/usr/bin/env bash
# KQL queries with rows as JSON lines in, what duckdb-kql or chdb makes of them as JSON lines out (see run.py). Makes its Python environment in the cache at first use.
# `run.sh --prepare` only does that, `run.sh --ready` only says by its exit code whether it was done. Needs Python 3.11 with venv and pip.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
key=$( (cat "$here/requirements.txt"; python3 --version) | sha256sum | cut -c1-12)
home=${XDG_CACHE_HOME:-$HOME/.cache}/rmmc/kql-engines-$key
[[ ${1:-} == --ready ]] && exec test -e "$home/ready"
if [[ ! -e $home/ready ]]; then
  mkdir -p "$home"
  python3 -m venv "$home/venv" >&2
  "$home/venv/bin/python" -m pip install -q --disable-pip-version-check -r "$here/requirements.txt" >&2
  touch "$home/ready"
fi
[[ ${1:-} == --prepare ]] && exit 0
exec "$home/venv/bin/python" "$here/run.py" "$@"

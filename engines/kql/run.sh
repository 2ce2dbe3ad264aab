#!/usr/bin/env bash
# KQL queries with rows as JSON lines in, what duckdb-kql or chdb makes of them as JSON lines out (see run.py). `run.sh --prepare` only fetches them,
# `run.sh --ready` only says by its exit code whether that was done.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../python-env.sh"
python_env kql-engines "$here" "${1:-}"
[[ ${1:-} == --prepare ]] && exit 0
exec "$python" "$here/run.py" "$@"

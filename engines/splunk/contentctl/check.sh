#!/usr/bin/env bash
# Folders of detections and macros as JSON lines in, what contentctl says of them as JSON lines out (see check.py). `check.sh --prepare` only fetches it,
# `check.sh --ready` only says by its exit code whether that was done.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../../python-env.sh"
python_env contentctl "$here" "${1:-}"
[[ ${1:-} == --prepare ]] && exit 0
exec "$python" "$here/check.py" "$@"

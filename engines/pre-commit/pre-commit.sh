#!/usr/bin/env bash
# pre-commit with the arguments given. `--prepare` only fetches it, `--ready` only says by its exit code whether that was done.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../python-env.sh"
python_env pre-commit "$here" "${1:-}"
[[ ${1:-} == --prepare ]] && exit 0
exec "$python" -m pre_commit "$@"

#!/usr/bin/env bash
# Sigma rules as JSON lines in, what pySigma reads as JSON lines out (see read.py). `read.sh --prepare` only fetches it, `read.sh --ready` only says by its exit
# code whether that was done, `read.sh --version` prints the versions of the readers as JSON.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../python-env.sh"
python_env sigma-read "$here" "${1:-}"
[[ ${1:-} == --prepare ]] && exit 0
exec "$python" "$here/read.py" "$@"

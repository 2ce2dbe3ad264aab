#!/usr/bin/env bash
# A folder of Sigma rules in; what `sigma check` says against them out, exit code 1 when it says anything. `check.sh --prepare` only fetches it, `check.sh --ready`
# only says by its exit code whether that was done. Works offline once it is fetched.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../python-env.sh"
python_env sigma-check "$here/check" "${1:-}"
[[ ${1:-} == --prepare ]] && exit 0
exec "$(dirname "$python")/sigma" check -x attacktag -x d3_fendtag --fail-on-issues "$1"

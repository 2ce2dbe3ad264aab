#!/usr/bin/env bash
# Packages of Splunk apps as JSON lines in, what Splunk's AppInspect finds in them as JSON lines out (see inspect_app.py). `inspect.sh --prepare` only fetches it,
# `inspect.sh --ready` only says by its exit code whether that was done.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
source "$here/../../python-env.sh"
python_env splunk-appinspect "$here" "${1:-}"
[[ ${1:-} == --prepare ]] && exit 0
exec "$python" "$here/inspect_app.py" "$@"

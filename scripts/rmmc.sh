#!/usr/bin/env bash
# rmmc out of a checkout of its repository, which is set up at first use: what action.yml and the pre-commit hooks run. Arguments are rmmc's.
set -euo pipefail
home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [[ ! -e $home/dist/cli.cjs ]]; then
  (cd "$home" && npm ci --no-audit --no-fund && node scripts/build.mjs --cli) >&2
fi
exec node "$home/dist/rmmc.mjs" "$@"

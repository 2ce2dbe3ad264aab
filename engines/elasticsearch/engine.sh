#!/usr/bin/env bash
# The test engine's directory: --prepare fetches and assembles it once (Maven, JDK 17 or newer, unzip), --ready says by its exit code whether
# that was done, --home prints where it is.
# It stands in $RMMC_ELASTIC_HOME, or in the cache of the user.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=${RMMC_ELASTIC_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/rmmc/elasticsearch-8.19.21}
case ${1:-} in
  --prepare) [[ -f $home/classes/Launch.class ]] || node "$here/build.mjs" "$home" ;;
  --ready) test -f "$home/classes/Launch.class" ;;
  --home) echo "$home" ;;
  *) sed -n 2,4p "$0" >&2; exit 2 ;;
esac

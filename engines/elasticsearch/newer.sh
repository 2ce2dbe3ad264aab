#!/usr/bin/env bash
# Lines in and out as Newer.java says: the grammar of ES|QL 9.5.2, whose engine is not published, and its JSON_EXTRACT. Fetches and compiles what it needs
# into the cache at first use. `newer.sh --prepare` only does that, `newer.sh --ready` only says by its exit code whether it was done.
# Needs Maven and a JDK 21 or newer: that of RMMC_JAVA_HOME, JAVA_HOME or the path, or one of the system's others.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)/newer
key=$(find "$here" -type f | LC_ALL=C sort | xargs cat | sha256sum | cut -c1-12)
home=${XDG_CACHE_HOME:-$HOME/.cache}/rmmc/esql-newer-$key
[[ ${1:-} == --ready ]] && exec test -e "$home/ready"
bin=
for candidate in "${RMMC_JAVA_HOME:+$RMMC_JAVA_HOME/bin/}" "${JAVA_HOME:+$JAVA_HOME/bin/}" "" /usr/lib/jvm/*/bin/; do
  command -v "${candidate}javac" > /dev/null || continue
  version=$("${candidate}javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
  if [[ ${version:-0} -ge 21 ]]; then bin=$candidate; found=1; break; fi
done
if [[ -z ${found:-} ]]; then echo "no JDK 21 or newer: RMMC_JAVA_HOME names one" >&2; exit 1; fi
if [[ ! -e $home/ready ]]; then
  mkdir -p "$home/classes"
  mvn -q -B -f "$here/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory="$home/lib" >&2
  find "$here" -name '*.java' -print0 | xargs -0 "${bin}javac" -nowarn -cp "$home/lib/*" -d "$home/classes" >&2
  touch "$home/ready"
fi
[[ ${1:-} == --prepare ]] && exit 0
exec "${bin}java" -Xss16m -Xmx1g -cp "$home/classes:$home/lib/*" Newer

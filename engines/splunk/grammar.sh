#!/usr/bin/env bash
# Base64 of one SPL query per line in, one verdict per line out. Fetches and compiles what it needs into the cache at first use.
# `grammar.sh --prepare` only does that, `grammar.sh --ready` only says by its exit code whether it was done. Needs a JDK 17 and Maven.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
key=$(cat "$here/pom.xml" "$here/SplGrammar.java" | sha256sum | cut -c1-12)
home=${XDG_CACHE_HOME:-$HOME/.cache}/rmmc/spl-grammar-$key
[[ ${1:-} == --ready ]] && exec test -e "$home/ready"
if [[ ! -e $home/ready ]]; then
  mkdir -p "$home/classes"
  mvn -q -B -f "$here/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies -DoutputDirectory="$home/lib" >&2
  javac -cp "$home/lib/*" -d "$home/classes" "$here/SplGrammar.java" >&2
  touch "$home/ready"
fi
[[ ${1:-} == --prepare ]] && exit 0
exec java -Xss16m -Xmx1g -cp "$home/classes:$home/lib/*" SplGrammar

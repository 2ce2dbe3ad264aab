#!/usr/bin/env bash
# Sigma rules with events as JSON lines in, matches as JSON lines out (see evaluate/src/main.rs). Compiles the evaluator into the cache at first use.
# `evaluate.sh --prepare` only does that, `evaluate.sh --ready` only says by its exit code whether it was done. Needs Cargo (Rust 1.95).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
key=$( (cat "$here/evaluate/Cargo.toml" "$here/evaluate/Cargo.lock" "$here/evaluate/src/main.rs"; rustc --version) | sha256sum | cut -c1-12)
home=${XDG_CACHE_HOME:-$HOME/.cache}/rmmc/sigma-evaluate-$key
[[ ${1:-} == --ready ]] && exec test -e "$home/ready"
if [[ ! -e $home/ready ]]; then
  mkdir -p "$home"
  CARGO_TARGET_DIR=$home/target cargo build -q --release --locked --manifest-path "$here/evaluate/Cargo.toml" >&2
  cp "$home/target/release/sigma-evaluate" "$home/sigma-evaluate"
  rm -rf "$home/target"
  touch "$home/ready"
fi
[[ ${1:-} == --prepare ]] && exit 0
exec "$home/sigma-evaluate"

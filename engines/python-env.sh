# To be sourced by an engine's script that lies beside a requirements.txt: $python becomes a Python that has those packages, in the cache; made at first use.
# Needs Python 3.11 with venv and pip. Arguments: the name in the cache, the script's folder, the script's own first argument: `--ready` ends the script and says
# by its exit code whether the packages are there.
python_env() {
  local name=$1 folder=$2 key home
  key=$( (cat "$folder/requirements.txt"; python3 --version) | sha256sum | cut -c1-12)
  home=${XDG_CACHE_HOME:-$HOME/.cache}/rmmc/$name-$key
  [[ ${3:-} == --ready ]] && exec test -e "$home/ready"
  if [[ ! -e $home/ready ]]; then
    mkdir -p "$home"
    python3 -m venv "$home/venv" >&2
    "$home/venv/bin/python" -m pip install -q --disable-pip-version-check -r "$folder/requirements.txt" >&2
    touch "$home/ready"
  fi
  python=$home/venv/bin/python
}

#!/bin/sh
# Makes .venv as uv.lock says. Needs Python 3.11 to 3.13 and nothing else: uv comes from the
# package index into .venv itself, where it is one of the locked packages.
# The distribution's own Python comes first, since it is built for speed: what pyenv builds
# where it is told nothing needs a third more time for everything (docs/SCALING.md).
set -eu

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

makes_environments() {
    "$1" -c 'import ensurepip, venv' 2>/dev/null
}

distribution=""
if [ "$(uname -s)" = Linux ]; then # elsewhere it may be a stub that offers to install itself
    distribution=/usr/bin/python3
fi
python="" incomplete=""
for candidate in ${PYTHON:-} $distribution python3 python3.13 python3.12 python3.11; do
    if ! command -v "$candidate" >/dev/null 2>&1 || ! fits "$candidate"; then
        continue
    fi
    if makes_environments "$candidate"; then
        python=$(command -v "$candidate")
        break
    fi
    incomplete=$candidate
done
if [ -z "$python" ] && [ -n "$incomplete" ]; then
    echo "setup: $incomplete cannot make environments. On Debian: apt-get install python3-venv" >&2
    exit 2
fi
if [ -z "$python" ]; then
    echo "setup: no Python 3.11, 3.12 or 3.13 found. Install one, or: make PYTHON=/path/to/python" >&2
    exit 2
fi

echo "setup: making .venv with $("$python" --version) ..."
if [ ! -x .venv/bin/python ] || ! fits .venv/bin/python; then
    rm -rf .venv
    "$python" -m venv .venv || { rm -rf .venv; exit 2; }
fi
if [ ! -x .venv/bin/uv ]; then
    version=$(sed -n '/^name = "uv"$/{n;s/^version = "\(.*\)"$/\1/p;}' uv.lock)
    echo "setup: fetching uv $version ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version"
fi
echo "setup: installing the locked packages (a minute the first time) ..."
VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv sync --quiet --frozen --active --no-python-downloads --python .venv/bin/python
echo "setup: done. The command is .venv/bin/rapport"

#!/bin/sh
# Makes .venv as uv.lock says. Needs Python 3.11 to 3.13 and nothing else: uv comes from the
# package index into .venv itself, where it is one of the locked packages.
set -eu

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

python=""
for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && fits "$candidate"; then
        python=$(command -v "$candidate")
        break
    fi
done
if [ -z "$python" ]; then
    echo "setup: no Python 3.11, 3.12 or 3.13 found. Install one, or: make PYTHON=/path/to/python" >&2
    exit 2
fi

echo "setup: making .venv with $("$python" --version) ..."
if [ ! -x .venv/bin/python ] || ! fits .venv/bin/python; then
    rm -rf .venv
    if ! "$python" -m venv .venv; then
        rm -rf .venv
        echo "setup: this Python cannot make environments. On Debian: apt-get install python3-venv" >&2
        exit 2
    fi
fi
if [ ! -x .venv/bin/uv ]; then
    version=$(sed -n '/^name = "uv"$/{n;s/^version = "\(.*\)"$/\1/p;}' uv.lock)
    echo "setup: fetching uv $version ..."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$version"
fi
echo "setup: installing the locked packages (a minute the first time) ..."
VIRTUAL_ENV="$PWD/.venv" .venv/bin/uv sync --quiet --frozen --active --no-python-downloads --python .venv/bin/python
echo "setup: done. The command is .venv/bin/rapport"

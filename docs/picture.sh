#!/bin/sh
# Takes the README's picture of the letter from the demo's own report, in headless Chromium
# (Debian's `chromium`, and `fonts-noto-cjk` for the names that need it).
set -eu
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$(mktemp -d)" --hide-scrollbars --force-device-scale-factor=1.5 \
    --window-size=720,"${HEIGHT:-1240}" --screenshot=docs/letter.png "file://$PWD/demo/report.html" 2>/dev/null

#!/bin/sh
# Takes the README's picture of the letter from the demo's own report, in headless Chromium
# (Debian's `chromium`).
set -eu
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync \
    --user-data-dir="$(mktemp -d)" --hide-scrollbars --force-device-scale-factor=1.5 \
    --window-size=720,"${HEIGHT:-1500}" --screenshot=docs/letter.png "file://$PWD/demo/report.html"

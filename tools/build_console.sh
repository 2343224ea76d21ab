#!/bin/sh
# Build GraphiQL for /graphql when Node is there. The mart runs without it, so nothing here fails.
cd "$(dirname "$0")/../console" 2>/dev/null && [ -f package.json ] || exit 0

node_major() { node --version 2>/dev/null | sed 's/^v//; s/\..*//'; }

if ! command -v npm >/dev/null 2>&1 || [ "$(node_major)" -lt 20 ] 2>/dev/null; then
    echo "Node 20 or newer is not here: /graphql has a plain page instead of GraphiQL."
    echo "With Node installed, \`make console\` builds it."
    exit 0
fi

echo "Building GraphiQL…"
log=$(mktemp)
# Not for the terminal's Ctrl-C alone: whoever stops the build stops make too.
trap 'rm -f "$log"; exit 130' INT TERM
if ! { npm ci --ignore-scripts --no-audit --no-fund --fetch-retries=1 && npm run build; } >"$log" 2>&1; then
    tail -n 15 "$log"
    echo "GraphiQL could not be built, so /graphql has a plain page. \`make console\` tries again."
fi
rm -f "$log"

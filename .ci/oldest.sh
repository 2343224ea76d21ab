#!/usr/bin/env bash
# What can differ on the oldest PostgreSQL, whose programs are in ODOP_PG_BIN:
#   .ci/oldest.sh FOLDER-OF-STATEMENTS "PostgreSQL 15.0"
set -euo pipefail
cd "$(dirname "$0")/.."
statements=$1 on=$2

# All statements of all tests are prepared there, and those of tables, plans, the ordinary executor and
# orders are run, with the functions and triggers they call. All else meets the server through them.
again() {
    .venv/bin/pytest -n 2 --dist worksteal --database-only --durations=20 "$@"
}
printf '\n\033[1mTables, plans and orders on %s\033[0m\n' "$on"
again -m "not slow" tests/database tests/graph/plans tests/graph/reads tests/commerce/checkout
again -m slow tests/database
printf '\n\033[1mAll statements on %s\033[0m\n' "$on"
.venv/bin/python -m tests.support.databases.recorded_statements "$statements"

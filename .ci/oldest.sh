#!/usr/bin/env bash
# What can differ on the oldest PostgreSQL, whose programs are in ODOP_PG_BIN:
#   .ci/oldest.sh FOLDER-OF-STATEMENTS "PostgreSQL 15.0"
set -euo pipefail
cd "$(dirname "$0")/.."
statements=$1 on=$2

# All statements of all tests are prepared there, and those of tables, of plans and of the ordinary
# executor are run. Rules, HTTP, sockets, bounds and who may are the same on every server, and so is
# what needs no database.
again() {
    .venv/bin/pytest -n 2 --dist worksteal --database-only --hypothesis-profile=many \
        --durations=20 "$@"
}
printf '\n\033[1mTables and plans on %s\033[0m\n' "$on"
again tests/database tests/graph/reads tests/graph/plans
printf '\n\033[1mAll statements on %s\033[0m\n' "$on"
.venv/bin/python -m tests.support.databases.recorded_statements "$statements"
# Who may, what the edge has and what inputs are taken is the same with plans and without; what plans
# do is looked at with them. Connections, rates, processes and pictures come before any of it.
printf '\n\033[1mPages without plans on %s\033[0m\n' "$on"
ODOP_PLANS=0 again -m "not slow" tests/graph \
    tests/commerce/cart tests/commerce/catalogue tests/commerce/checkout tests/commerce/orders \
    tests/server/documents tests/server/graphql_http tests/server/graphql_ws tests/server/requests \
    --ignore-glob='*/test_access.py' --ignore-glob='*/test_document_limits.py' \
    --ignore-glob='*/test_input_limits.py' --ignore-glob='*/test_text_profiles.py' \
    --ignore-glob='*/test_forms.py' --ignore-glob='*plans.py' \
    --ignore-glob='*/test_selection_variables.py' --ignore-glob='*/test_fallbacks.py' \
    --ignore-glob='*/test_documents.py' --ignore-glob='*/test_shared_responses.py'

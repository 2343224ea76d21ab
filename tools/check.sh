#!/bin/sh
# What has to hold before a commit, under a heading each. Stops at the first that does not.
#   tools/check.sh lint agreement tests slow
cd "$(dirname "$0")/.." || exit 1
bin=$PWD/.venv/bin
# Tests start hundreds of processes: with this variable each would compile all modules again.
unset PYTHONDONTWRITEBYTECODE

check() {
    printf '\n\033[1m%s\033[0m\n' "$1"
    shift
    "$@" || exit 1
}

for part in "$@"; do
    case $part in
    lint)
        check "Format" "$bin/ruff" format --check .
        check "Lint" "$bin/ruff" check .
        check "Types" "$bin/mypy"
        check "Imports point down" "$bin/lint-imports"
        ;;
    agreement)
        check "Generated files, migrations and dependencies" "$bin/python" -m tools.agreement
        ;;
    tests)
        # shellcheck disable=SC2086 -- ARGS are several
        check "Tests" "$bin/pytest" -n 2 --dist worksteal -m "not slow" --durations=20 $ARGS
        ;;
    slow)
        # They wait for what they start half of the time.
        # shellcheck disable=SC2086 -- ARGS are several
        check "Slow tests" "$bin/pytest" -n 3 --dist worksteal -m slow --durations=20 $ARGS
        ;;
    esac
done
printf '\n\033[1mAll well.\033[0m\n'

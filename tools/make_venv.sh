#!/bin/sh
# Make a virtual environment with the newest Python that is new enough and able to.
# PYTHON=… names one.
venv=$1
enough='import sys; sys.exit(sys.version_info < (3, 11))'

for python in ${PYTHON:-python3.13 python3.12 python3.11 python3}; do
    command -v "$python" >/dev/null 2>&1 || continue
    "$python" -c "$enough" 2>/dev/null || continue
    if "$python" -m venv --clear "$venv" >/dev/null 2>&1; then
        echo "Made $venv with $("$python" --version)."
        exit 0
    fi
    unable="$unable $python"
    rm -rf "$venv"
done

if [ -n "$unable" ]; then
    echo "These cannot make a virtual environment:$unable." >&2
    echo "On Debian and Ubuntu the package python3-venv is missing; install it and try again." >&2
else
    echo "ODOP Mart needs Python 3.11 or newer, and there is none on the PATH." >&2
    echo "Install one and try again, or name it: PYTHON=/path/to/python3.13 make run" >&2
fi
exit 1

#!/usr/bin/env bash
# Prints a Python 3.11 that works and can make environments. PYTHON names one; else those in the usual places are tried.
set -euo pipefail

works() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 11))' > /dev/null 2>&1; }

for candidate in ${PYTHON:+"$PYTHON"} python3.11 python3 python /usr/bin/python3.11 /usr/local/bin/python3.11; do
    if works "$candidate"; then
        echo "$candidate"
        exit 0
    fi
done
echo "SpeechScan needs Python 3.11 with venv. Install it (python3.11 and python3.11-venv, or pyenv), or name it: make PYTHON=/path/to/python3.11" >&2
exit 1

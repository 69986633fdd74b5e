# Finds a Python of at least 3.11 and hands the command to the launcher. Sourced by run, manage, test and bench.
for python in ${CUULONG_PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$python" >/dev/null 2>&1 &&
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        PYTHONPATH="$here" exec "$python" -P -m launcher "$@"
    fi
done
echo "Cửu Long needs Python 3.11 or newer, and none was found on this machine." >&2
exit 1

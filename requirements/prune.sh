#!/bin/sh
# What a Lambda never reads: tests, type stubs, headers, scripts, the local-only front ends. Shared
# libraries are left as they are (stripping breaks OpenBLAS).
set -eu
cd "$1"
find . -type d \( -name tests -o -name test -o -name __pycache__ \) -prune -exec rm -rf {} +
find . -type f \( -name '*.pyi' -o -name '*.pxd' -o -name '*.pyx' -o -name '*.c' -o -name '*.cc' \
    -o -name '*.h' -o -name '*.a' \) -delete
rm -rf bin include numpy/f2py numpy/distutils numpy/_core/include numpy/_core/lib numpy/_pyinstaller
rm -rf handlers/cli
rm -f handlers/server.py handlers/connection.py handlers/gateway.py handlers/printing.py handlers/jsonl.py

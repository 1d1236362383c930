#!/bin/sh
# Makes .venv ready: finds a Python, adds what Debian leaves out of it, installs mingcha in place. Does nothing when
# nothing has changed since the last time.
#   PYTHON=…  interpreter to use (default: the newest python3.x >= 3.11 on the PATH)
#   EXTRAS=…  extras of pyproject.toml to install (default: dev)
set -eu
cd "$(dirname "$0")/.."

EXTRAS=${EXTRAS:-dev}

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# A name on the PATH may be a shim that leads nowhere, so each is tried.
suits() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" && echo "$PYTHON"
        return
    fi
    for name in python3.19 python3.18 python3.17 python3.16 python3.15 python3.14 python3.13 python3.12 python3.11 python3; do
        suits "$name" && echo "$name" && return
    done
}

missing_packages() {
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || echo "$NAME-venv"
    "$PYTHON" -c 'import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path("include") + "/Python.h"))' ||
        echo "$NAME-dev"
    command -v cc >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null || echo gcc
}

add_packages() {
    advice="missing: $* — install with: apt-get install $*"
    command -v apt-get >/dev/null || fail "$advice (or what your system calls them)" "缺少：$*，请先安装"
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || fail "$advice" "缺少：$*，请先执行：sudo apt-get install $*"
        as_root='sudo -n'
    fi
    echo "setup: installing $*" >&2
    $as_root apt-get -qq update
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends -y "$@" >/dev/null
}

# What an installation in place does not follow by itself: dependencies, extensions, the compiled catalogue.
fingerprint() {
    {
        echo "$EXTRAS"
        "$PYTHON" -VV
        cat pyproject.toml setup.py
        find src/mingcha -name '*.pyx' -o -name '*.pxd' -o -name '*.yaml' -path '*/catalogue/*' -o -name compile.py |
            LC_ALL=C sort | xargs cat
    } | cksum
}

PYTHON=$(find_python) || fail "Python 3.11 or newer is needed${PYTHON:+ (PYTHON=$PYTHON)}" "需要 Python 3.11 或更高版本"
NAME=$("$PYTHON" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')

stamp=$(fingerprint)
[ -f .venv/stamp ] && [ "$(cat .venv/stamp)" = "$stamp" ] && exit 0

missing=$(missing_packages)
# shellcheck disable=SC2086 # one package a word
[ -z "$missing" ] || add_packages $missing
# They may have brought a newer Python with them.
stamp=$(fingerprint)

echo "setup: $("$PYTHON" -V) → .venv ($EXTRAS)" >&2
[ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null || "$PYTHON" -m venv --clear .venv
.venv/bin/python -m pip install -qq --disable-pip-version-check --editable ".[$EXTRAS]"
echo "$stamp" >.venv/stamp

#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Provides what the tests need beside Java: node of at least 20 and npm, for the SDKs that exist for
# Node only. Present: nothing happens. Absent: installed by the system's package manager when we
# are root, else one sentence says what is missing.

set -eu

node_least=20

present() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 || return 1
    major=$(node --version 2>/dev/null | sed -n 's/^v\([0-9]*\)\..*/\1/p')
    [ -n "$major" ] && [ "$major" -ge "$node_least" ]
}

install() {
    if command -v brew >/dev/null 2>&1; then
        brew install node
    elif [ "$(id -u)" -ne 0 ]; then
        return 1
    elif command -v apt-get >/dev/null 2>&1; then
        apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends nodejs npm
    elif command -v apk >/dev/null 2>&1; then
        apk add --no-cache nodejs npm
    elif command -v dnf >/dev/null 2>&1; then
        dnf install -y nodejs npm
    else
        return 1
    fi
}

present && exit 0
install >&2 || true
present && exit 0
echo "penstock: the tests with Node SDKs need node of at least $node_least and npm on the PATH: install them and run again" >&2
exit 1

#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes what every later version has to upgrade from: build/upgrade-fixture.sh FOLDER
#
# Starts this version on an embedded database and on a PostgreSQL server of its own, has it claimed,
# configured and called, kills it in the middle of a call, and leaves in FOLDER a dump of each
# database, the demo plugin as it was, and facts.properties with what must still hold afterwards.
# Needs a packaged tree, curl, jq, and PostgreSQL's initdb, pg_ctl and pg_dump (PG_BIN, or on the PATH).

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

out=${1:?"say where to put the fixture: build/upgrade-fixture.sh FOLDER"}
mkdir -p "$out"
out=$(cd "$out" && pwd -P)
work=$(mktemp -d)
pg_bin=${PG_BIN:-$(dirname "$(readlink -f "$(command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl | tail -n 1)")")}
# Not secrets: they encrypt the fixture, and nothing else.
master_key=cGVuc3RvY2sgdXBncmFkZSBmaXh0dXJlIGtleSAwMDA=
password="correct horse battery staple"
credential=sk-fixture-credential-0001
port=18980
pids=()

as_postgres() { if [ "$(id -u)" -eq 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }

finish() {
    for pid in "${pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
    [ ! -d "$work/pg" ] || as_postgres "$pg_bin/pg_ctl" -D "$work/pg" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$work"
}
trap finish EXIT

licensed() { echo "-- SPDX-License-Identifier: Apache-2.0"; cat "$1"; }

call() { # METHOD PATH [JSON]
    curl -sS --fail-with-body --max-time 20 -X "$1" "http://127.0.0.1:$port$2" -H "authorization: Bearer ${token:-}" \
        ${3:+-H 'content-type: application/json' -d "$3"}
}

chat() { # KEY MODEL STREAM
    curl -sS -o /dev/null --max-time 20 "http://127.0.0.1:$port/v1/chat/completions" -H "authorization: Bearer $1" \
        -H 'content-type: application/json' \
        -d "{\"model\":\"$2\",\"stream\":$3,\"messages\":[{\"role\":\"user\",\"content\":\"Say what 0.1.0 was.\"}]}"
}

start() { # NAME [VARIABLE=VALUE ...]
    local name=$1
    shift
    mkdir -p "$work/$name"
    env HOST=127.0.0.1 PORT=$port PENSTOCK_MANAGEMENT_PORT=0 PENSTOCK_DATA="$work/$name/data" \
        PENSTOCK_PLUGINS="$work/plugins" PENSTOCK_MASTER_KEY="$master_key" PENSTOCK_DEMO=false \
        PENSTOCK_REPLICA=fixture PENSTOCK_SETUP_TOKEN=fixture-setup-token-0001 "$@" \
        ./penstock >"$work/$name/out" 2>"$work/$name/err" &
    gateway=$!
    pids+=("$gateway")
    for _ in $(seq 300); do
        grep -q 'ready on' "$work/$name/out" && return
        kill -0 "$gateway" 2>/dev/null || break
        sleep 0.1
    done
    cat "$work/$name/err" >&2
    exit 1
}

fill() { # NAME
    local name=$1 key revoked
    token=$(call POST /admin/v1/setup "{\"token\":\"fixture-setup-token-0001\",\"email\":\"owner@example.com\",\"password\":\"$password\",\"organisation\":\"Fixture\"}" | jq -er .token)
    call POST /admin/v1/providers '{"uid":"demo","type":"demo"}' >/dev/null
    call POST /admin/v1/providers "{\"uid\":\"vendor\",\"type\":\"openai_chat\",\"base_url\":\"http://127.0.0.1:9999/v1\",\"api_key\":\"$credential\",\"options\":{\"timeout.connect\":\"PT2S\"}}" >/dev/null
    call POST /admin/v1/models '{"name":"house","provider":"demo","model":"echo"}' >/dev/null
    call POST /admin/v1/models '{"name":"away","provider":"vendor","model":"gpt-5-mini"}' >/dev/null
    key=$(call POST /admin/v1/keys '{"name":"kept","models":["*"]}' | jq -er .key)
    revoked_answer=$(call POST /admin/v1/keys '{"name":"revoked","models":["demo/*"]}')
    revoked=$(jq -er .key <<<"$revoked_answer")
    call DELETE "/admin/v1/keys/$(jq -er .id <<<"$revoked_answer")" >/dev/null
    for _ in 1 2 3; do chat "$key" house false; chat "$key" demo/echo true; done
    chat "$key" away false
    for _ in $(seq 100); do
        [ "$(call GET '/admin/v1/calls?limit=50' | jq '[.. | objects | select(.state? == "open")] | length')" -eq 0 ] && break
        sleep 0.1
    done
    # So that what is called afterwards is later by the second.
    sleep 1
    {
        echo "$name.token=$token"
        echo "$name.key=$key"
        echo "$name.revoked=$revoked"
        echo "$name.until=$(date -u +%Y-%m-%dT%H:%M:%SZ)"
        echo "$name.usage=$(call GET '/admin/v1/usage?by=model' | jq -c .data)"
    } >>"$work/facts"
    # A call that the death of the gateway leaves open.
    nc -l -p 9999 -s 127.0.0.1 >/dev/null 2>&1 &
    pids+=($!)
    chat "$key" away true &
    pids+=($!)
    for _ in $(seq 100); do
        [ "$(call GET '/admin/v1/calls?limit=50' | jq '[.. | objects | select(.state? == "open")] | length')" -gt 0 ] && break
        sleep 0.1
    done
    kill -9 "$gateway"
    wait "$gateway" 2>/dev/null || true
}

. build/jdk.sh
use_jdk java
mkdir "$work/plugins"
cp examples/demo-provider/target/penstock-demo-provider-[0-9]*[!s].jar "$work/plugins/demo-provider.jar"
cat >"$work/facts" <<EOF
# What was in the fixture when it was made; nothing here is a secret of anything else.
master_key=$master_key
email=owner@example.com
password=$password
credential=$credential
upstream=http://127.0.0.1:9999/v1
EOF

start h2
fill h2
"$JAVA_HOME/bin/java" -cp "$(ls modules/app/target/dist/lib/h2-*.jar)" org.h2.tools.Script \
    -url "jdbc:h2:file:$work/h2/data/penstock" -user penstock -script "$work/h2.sql"
licensed "$work/h2.sql" >"$out/h2.sql"

mkdir "$work/pg"
[ "$(id -u)" -ne 0 ] || { chown postgres "$work/pg"; chmod 711 "$work"; }
as_postgres "$pg_bin/initdb" -D "$work/pg" -U penstock -A trust --locale=C.UTF-8 >/dev/null
as_postgres "$pg_bin/pg_ctl" -D "$work/pg" -w -o "-p 18981 -c listen_addresses=127.0.0.1 -c unix_socket_directories=" -l "$work/pg/log" start >/dev/null
"$pg_bin/createdb" -h 127.0.0.1 -p 18981 -U penstock penstock
start postgresql PENSTOCK_DATABASE_URL=jdbc:postgresql://127.0.0.1:18981/penstock
fill postgresql
# The meta commands are psql's, not SQL.
"$pg_bin/pg_dump" -h 127.0.0.1 -p 18981 -U penstock --inserts --no-owner --no-privileges penstock \
    | grep -v '^\\' >"$work/postgresql.sql"
licensed "$work/postgresql.sql" >"$out/postgresql.sql"

cp "$work/facts" "$out/facts.properties"
cp "$work/plugins/demo-provider.jar" "$out/demo-provider.jar"
wc -c "$out"/*

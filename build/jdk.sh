# SPDX-License-Identifier: Apache-2.0
#
# Finds a JDK of at least 25, or fetches a pinned one. Read by ./mvnw and by the launcher:
#
#   use_jdk javac   exports JAVA_HOME of a JDK that can compile (java: one that can run is enough);
#                   says in one sentence what is missing and returns 1 when there is none.
#
# PENSTOCK_JDK_URL with PENSTOCK_JDK_SHA256 names another folder to fetch from (a mirror) and the
# checksum of what it gives; PENSTOCK_JDK_PLACES replaces the places searched for installed JDKs.

jdk_least=25
jdk_tag=25.0.4.1_1
jdk_folder=https://github.com/adoptium/temurin25-binaries/releases/download/jdk-25.0.4.1%2B1

say() { printf 'penstock: %s\n' "$*" >&2; }

cache_folder() { printf '%s/penstock\n' "${XDG_CACHE_HOME:-${HOME:-/var/tmp/$(id -u)}/.cache}"; }

# Major version of the JDK at $1, from its release file, so that nothing has to be run.
jdk_major() {
    [ -r "$1/release" ] || return 1
    jdk_version=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" | head -n 1)
    [ -n "$jdk_version" ] || return 1
    printf '%s\n' "$jdk_version"
}

# Whether $1 is a JDK of the version "$3" (or later, with "$4") that has the tool $2.
jdk_fits() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/$2" ] || return 1
    jdk_found=$(jdk_major "$1") || return 1
    [ "$jdk_found" -eq "$3" ] || { [ "${4:-}" = later ] && [ "$jdk_found" -gt "$3" ]; }
}

# The file behind a chain of symbolic links.
real_file() {
    real=$1
    while [ -L "$real" ]; do
        link=$(readlink "$real")
        case $link in
            /*) real=$link ;;
            *) real=$(dirname "$real")/$link ;;
        esac
    done
    printf '%s/%s\n' "$(cd "$(dirname "$real")" && pwd -P)" "$(basename "$real")"
}

jdk_on_path() {
    jdk_java=$(command -v java) || return 1
    jdk_java=$(real_file "$jdk_java")
    dirname "$(dirname "$jdk_java")"
}

# What was fetched before and the usual install places, one JDK home a line.
jdk_places() {
    for place in "$(cache_folder)/jdk-$jdk_tag/Contents/Home" "$(cache_folder)/jdk-$jdk_tag"; do
        [ -d "$place" ] && printf '%s\n' "$place"
    done
    if [ -n "${PENSTOCK_JDK_PLACES+set}" ]; then
        for place in $PENSTOCK_JDK_PLACES; do printf '%s\n' "$place"; done
        return
    fi
    for place in \
        /usr/lib/jvm/*/ /usr/lib64/jvm/*/ /usr/java/*/ /opt/*/ /opt/java/*/ /opt/jvm/*/ \
        "${HOME:-/}"/.sdkman/candidates/java/*/ "${HOME:-/}"/.jdks/*/ "${HOME:-/}"/.jdks/*/Contents/Home/ \
        "${HOME:-/}"/.local/share/mise/installs/java/*/ "${HOME:-/}"/.asdf/installs/java/*/ \
        /Library/Java/JavaVirtualMachines/*/Contents/Home/ \
        "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home/ \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home/ \
        /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home/; do
        [ -d "$place" ] && printf '%s\n' "${place%/}"
    done
    if [ -x /usr/libexec/java_home ]; then
        /usr/libexec/java_home -v "$jdk_least+" 2>/dev/null
    fi
    return 0
}

# Prints the home of an installed JDK that has the tool $1.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_fits "$JAVA_HOME" "$1" "$jdk_least" later; then
        printf '%s\n' "$JAVA_HOME"
        return 0
    fi
    if jdk_candidate=$(jdk_on_path) && jdk_fits "$jdk_candidate" "$1" "$jdk_least" later; then
        printf '%s\n' "$jdk_candidate"
        return 0
    fi
    # The version the tests ran on comes first, a later one is the second choice.
    for jdk_wish in exact later; do
        jdk_hit=$(jdk_places | while IFS= read -r place; do
            if jdk_fits "$place" "$1" "$jdk_least" "$jdk_wish"; then
                printf '%s\n' "$place"
                break
            fi
        done)
        if [ -n "$jdk_hit" ]; then
            printf '%s\n' "$jdk_hit"
            return 0
        fi
    done
    return 1
}

# Prints "<archive name> <sha256>" for this machine.
jdk_archive() {
    case $(uname -s) in
        Linux)
            jdk_os=linux
            for jdk_musl in /lib/ld-musl-*; do [ -e "$jdk_musl" ] && jdk_os=alpine-linux; done
            ;;
        Darwin) jdk_os=mac ;;
        *) return 1 ;;
    esac
    case $(uname -m) in
        x86_64 | amd64) jdk_cpu=x64 ;;
        aarch64 | arm64) jdk_cpu=aarch64 ;;
        *) return 1 ;;
    esac
    case $jdk_cpu-$jdk_os in
        x64-linux) jdk_sum=dbb698396d478e7fa2b1e50f4103324b2a99b90569ee27c33f2261f9215cf41e ;;
        aarch64-linux) jdk_sum=69df11a02cfa3ef7d7ca645e03edce6778ec090e100f6ae2b42097865730ac52 ;;
        x64-alpine-linux) jdk_sum=f18648ee5ce45261f50dc9493fdae7ddebaa2a7a857cafda3e2a448a79c03dee ;;
        aarch64-alpine-linux) jdk_sum=8d19373d427017d86ac87cf6a47ba49746be864832f60b52b7e3b1531c6b2cb8 ;;
        x64-mac) jdk_sum=e6229d9504f7922053ab31821b9e6bee8761daf7b026a3476d1a027563009880 ;;
        aarch64-mac) jdk_sum=61979887f7506a24a57439ff99adb8b3a7fc89977d9cfe3b8984f58a981b7b9d ;;
        *) return 1 ;;
    esac
    printf 'OpenJDK25U-jdk_%s_%s_hotspot_%s.tar.gz %s\n' "$jdk_cpu" "$jdk_os" "$jdk_tag" "$jdk_sum"
}

# download <url> <file>
download() {
    if command -v curl >/dev/null 2>&1; then
        curl --fail --silent --location --connect-timeout 20 --max-time 1800 --output "$2" "$1" 2>/dev/null
    elif command -v wget >/dev/null 2>&1; then
        wget -q -T 60 -O "$2" "$1" 2>/dev/null
    else
        return 127
    fi
}

# checksum <256|512> <file>
checksum() {
    if command -v "sha${1}sum" >/dev/null 2>&1; then
        "sha${1}sum" "$2" | cut -d ' ' -f 1
    elif command -v shasum >/dev/null 2>&1; then
        shasum -a "$1" "$2" | cut -d ' ' -f 1
    elif command -v openssl >/dev/null 2>&1; then
        openssl dgst "-sha$1" "$2" | sed 's/.* //'
    fi
}

# fetch_archive <what> <url> <256|512> <checksum> <target folder>
# Downloads, checks, unpacks; the target appears whole or not at all, also beside a second start.
fetch_archive() (
    fetch_work=$(dirname "$5")/.fetch-$$
    trap 'rm -rf "$fetch_work"' EXIT
    trap 'exit 130' HUP INT TERM
    mkdir -p "$fetch_work/tree" || return 1
    say "fetching $1 into $5 (once)"
    if ! download "$2" "$fetch_work/archive"; then
        say "$1 could not be fetched from $2"
        return 1
    fi
    if [ "$(checksum "$3" "$fetch_work/archive")" != "$4" ]; then
        say "what $2 gave does not have the pinned SHA-$3 checksum, so it was thrown away"
        return 1
    fi
    if ! (cd "$fetch_work/tree" && gzip -dc ../archive | tar -xf -); then
        say "the archive from $2 could not be unpacked"
        return 1
    fi
    for fetch_top in "$fetch_work"/tree/*/; do break; done
    [ -d "$5" ] || mv "${fetch_top%/}" "$5"
)

fetch_jdk() {
    jdk_line=$(jdk_archive) || return 1
    jdk_name=${jdk_line% *}
    jdk_pinned=${jdk_line#* }
    jdk_from=$jdk_folder
    if [ -n "${PENSTOCK_JDK_URL:-}" ]; then
        jdk_from=${PENSTOCK_JDK_URL%/}
        jdk_pinned=${PENSTOCK_JDK_SHA256:-$jdk_pinned}
    fi
    jdk_target=$(cache_folder)/jdk-$jdk_tag
    fetch_archive "a JDK" "$jdk_from/$jdk_name" 256 "$jdk_pinned" "$jdk_target" || return 1
    for jdk_home in "$jdk_target/Contents/Home" "$jdk_target"; do
        if jdk_fits "$jdk_home" java "$jdk_least" later; then
            printf '%s\n' "$jdk_home"
            return 0
        fi
    done
    rm -rf "$jdk_target"
    say "the archive from $jdk_from holds no JDK of at least $jdk_least"
    return 1
}

use_jdk() {
    if ! jdk_chosen=$(find_jdk "${1:-java}"); then
        if ! jdk_chosen=$(fetch_jdk); then
            say "needs a JDK of at least $jdk_least: install one (for example Temurin $jdk_least from adoptium.net) and set JAVA_HOME to it"
            return 1
        fi
    fi
    JAVA_HOME=$jdk_chosen
    export JAVA_HOME
}

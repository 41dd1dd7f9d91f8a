#!/bin/sh
# Runs snac on a directory: makes it on the first start, writes what the operator configured, upgrades the layout.
#   snac.sh serve DIRECTORY | relink DIRECTORY | count-unlinked DIRECTORY
set -eu
umask 077
action=$1
data=$2

configure() {
    # The layout of the disk belongs to snac: it is kept, everything else is ours.
    layout=$(sed -n 's/.*"layout": *\([0-9.][0-9.]*\).*/\1/p' "$data/server.json" | head -n 1)
    printf '{"layout": %s, "address": "%s", "host": "%s", "protocol": "%s", %s\n' \
        "$layout" "${SNAC_ADDRESS:-127.0.0.1}" "${SNAC_URL#*://}" "${SNAC_URL%%://*}" "${SNAC_CONFIG#\{}" \
        >"$data/server.json.new"
    mv "$data/server.json.new" "$data/server.json"
}

first_user() {
    [ -d "$data/user/$SNAC_ADMIN" ] && return
    # snac makes up a password and prints it: not into our log.
    snac adduser "$data" "$SNAC_ADMIN" >/dev/null
    nonce=$(od -An -N4 -tx1 /dev/urandom | tr -d ' \n')
    hash=$(printf '%s:%s:%s' "$nonce" "$SNAC_ADMIN" "$SNAC_ADMIN_PASSWORD" | sha1sum | cut -d ' ' -f 1)
    user=$data/user/$SNAC_ADMIN/user.json
    sed "s/\"passwd\": *\"[^\"]*\"/\"passwd\": \"$nonce:$hash\"/" "$user" >"$user.new"
    mv "$user.new" "$user"
}

# Every entry of a user's collections that has an object of the same name but is not the same file.
unlinked() {
    find "$data/user" -mindepth 3 -maxdepth 3 -type f -name '*.json' | while read -r entry; do
        name=${entry##*/}
        rest=${name#??}
        object=$data/object/${name%"$rest"}/$name
        if [ -f "$object" ] && ! [ "$entry" -ef "$object" ]; then
            "$@" "$object" "$entry"
        fi
    done
}

case $action in
serve)
    if ! [ -f "$data/server.json" ]; then
        rm -rf "$data.making"
        # Five questions: address, port, host, prefix, mail of the administrator; the answers are replaced below.
        printf '\n\n%s\n\n\n' "${SNAC_URL#*://}" | snac init "$data.making" >/dev/null
        mv "$data.making" "$data"
    fi
    configure
    # It ends with 1 when all is well and 0 when it is not (main.c); httpd refuses to run on a layout that is too old.
    snac upgrade "$data" || true
    first_user
    unset SNAC_CONFIG SNAC_ADMIN_PASSWORD
    exec snac httpd "$data"
    ;;
relink) unlinked ln -f ;;
count-unlinked) unlinked echo | wc -l | tr -d ' ' ;;
*)
    echo "snac.sh: serve, relink or count-unlinked" >&2
    exit 64
    ;;
esac

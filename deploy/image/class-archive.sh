#!/bin/bash
# Makes the archives of loaded classes in the image's files: class-archive.sh DIR, after rootfs.sh DIR. An archive knows
# its jars by path and time, so it is made where they will lie: with DIR as root. Needs unshare.
set -euo pipefail
root=$1
PATH=$PATH:/usr/sbin:/sbin
as=()
[ "$(id -u)" = 0 ] || as=(--user --map-root-user)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
archive() { # archive OPTIONS CLASSES
  # shellcheck disable=SC2016 # the inner shell's own words
  unshare "${as[@]}" --mount sh -c 'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && exec env -i MALLOC_ARENA_MAX=2 LC_ALL=C.UTF-8 "$(command -v chroot)" "$0" "$@"' \
    "$root" /opt/bactrian/jre/bin/java "@/opt/bactrian/$1" -Xshare:dump "-XX:SharedClassListFile=/opt/bactrian/$2" >"$log" 2>&1 ||
    { tail -n 5 "$log" >&2; echo "class-archive.sh: the class archive of $1 could not be made" >&2; exit 1; }
  rm "$root/opt/bactrian/$2"
}
archive jvm.options bactrian.classes
archive operator.options operator.classes
touch --date="@$(stat -c %Y "$root/opt/bactrian/LICENSE")" "$root/opt/bactrian" "$root"/opt/bactrian/{bactrian,operator}.jsa

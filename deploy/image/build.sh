#!/bin/bash
# The image without a Docker daemon and without a registry: deploy/image/build.sh OUT.tar [NAME:TAG]
# writes a docker-archive for `docker load`, `podman load`, `ctr images import`, `skopeo copy docker-archive:OUT.tar …`.
# Needs what rootfs.sh needs, and unshare. The same inputs give the same bytes, but for the last layer: the archives
# of loaded classes, which no JVM writes twice alike.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
[ $# -ge 1 ] || { echo 'usage: deploy/image/build.sh OUT.tar [NAME:TAG]' >&2; exit 2; }
version=$(sed -n '0,/<version>/s#.*<version>\(.*\)</version>.*#\1#p' "$top/pom.xml")
out=$1 name=${2:-localhost/bactrian:$version}
created=$(sed -n 's#.*<project.build.outputTimestamp>\(.*\)</.*#\1#p' "$top/pom.xml")
case $(uname -m) in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/bactrian-image-XXXXXX")
trap 'rm -rf "$work"' EXIT
root=$work/root
PATH=$PATH:/usr/sbin:/sbin

# Layers from what changes seldom to what changes with every build.
layers=()
layer() { # layer PATH…: of these and nothing else
  local file=layer-${#layers[@]}.tar
  tar --create --format=pax --pax-option=delete=atime,delete=ctime --owner=0 --group=0 --numeric-owner --no-recursion -C "$root" -f "$work/$file" --null -T -
  layers+=("$file")
}
files() { (cd "$root" && find . -mindepth 1 \( "$@" \) -printf '%P\0' | sort -z); }

quoted() { # quoted WORD…: as a JSON list's inside
  local word separator=''
  for word; do printf '%s"%s"' "$separator" "$word"; separator=,; done
}

"$here/rootfs.sh" "$root"
"$here/class-archive.sh" "$root"
layer < <(files -not -path './opt/bactrian/*')
layer < <(files -path './opt/bactrian/jre*')
layer < <(files -path './opt/bactrian/lib*' -not -name 'bactrian-*.jar')
layer < <(files -path './opt/bactrian/lib/bactrian-*.jar' -o -path './opt/bactrian/LICENSE' -o -path './opt/bactrian/*.options')
layer < <(files -name '*.jsa')

digests=()
for file in "${layers[@]}"; do digests+=("sha256:$(sha256sum "$work/$file" | cut -d' ' -f1)"); done
cat >"$work/config.json" <<EOF
{"architecture":"$architecture","os":"linux","created":"$created","config":{"User":"65532:65532","WorkingDir":"/","Entrypoint":["/opt/bactrian/jre/bin/java","@/opt/bactrian/jvm.options","io.bactrian.cli.Bactrian"],"Cmd":["--help"],"Env":["PATH=/opt/bactrian/jre/bin","LC_ALL=C.UTF-8","MALLOC_ARENA_MAX=2"],"Labels":{"org.opencontainers.image.title":"Bactrian","org.opencontainers.image.description":"Backup and restore for stateful middleware","org.opencontainers.image.version":"$version","org.opencontainers.image.licenses":"Apache-2.0"}},"rootfs":{"type":"layers","diff_ids":[$(quoted "${digests[@]}")]}}
EOF
printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":[%s]}]\n' "$name" "$(quoted "${layers[@]}")" >"$work/manifest.json"
tar --create --format=ustar --mtime="$created" --owner=0 --group=0 --numeric-owner -C "$work" -f "$out" manifest.json config.json "${layers[@]}"
echo "$name: $(($(stat -c %s "$out") / 1000000)) MB in $out"

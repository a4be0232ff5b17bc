#!/bin/bash
# An image of one layer, with tar and sha256sum only: mkimage.sh NAME:TAG ROOT_DIR OUT.tar [COMMAND_AS_JSON]
set -euo pipefail
name=$1 root=$2 out=$3 command=${4:-'["/bin/sh"]'}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $(uname -m) in x86_64) architecture=amd64 ;; aarch64) architecture=arm64 ;; *) architecture=$(uname -m) ;; esac
tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$root" -cf "$work/layer.tar" .
digest=$(sha256sum "$work/layer.tar" | cut -d' ' -f1)
printf '{"architecture":"%s","os":"linux","config":{"Env":["PATH=/usr/sbin:/usr/bin:/sbin:/bin"],"Cmd":%s},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
  "$architecture" "$command" "$digest" >"$work/config.json"
printf '[{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$name" >"$work/manifest.json"
tar -C "$work" -cf "$out" manifest.json config.json layer.tar

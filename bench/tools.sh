# Sourced by bench/run. One group of functions for each tool: TOOL_have, TOOL_init, TOOL_backup, TOOL_restore, and
# TOOL_repository, the directory whose size counts as bytes stored. $store is dir or minio; a repository lies under
# $repos/TOOL (dir) or in the bucket TOOL (minio, whose files lie under $minio_data).

export RESTIC_PASSWORD=benchmark KOPIA_PASSWORD=benchmark KOPIA_CHECK_FOR_UPDATES=false
raw_key=$(printf 'benchmark' | sha256sum | cut -c 1-64)
raw_iv=00000000000000000000000000000000

stored() { # stored TOOL: bytes
  if [ "$store" = dir ]; then du -sb --apparent-size "$repos/$1"; else du -sb --apparent-size "$minio_data/$1"; fi | cut -f 1
}

# ---- pipe: what a careful person would write by hand -----------------------------------------------
pipe_have() { command -v zstd >/dev/null && command -v openssl >/dev/null && { [ "$store" = dir ] || rclone_have; }; }
pipe_init() { [ "$store" = dir ] && mkdir -p "$repos/pipe" || rclone mkdir s3:pipe; }
pipe_put() { if [ "$store" = dir ]; then cat >"$repos/pipe/backup"; else rclone rcat s3:pipe/backup; fi; }
pipe_get() { if [ "$store" = dir ]; then cat "$repos/pipe/backup"; else rclone cat s3:pipe/backup; fi; }
pipe_seal() { openssl enc -aes-256-ctr -K "$raw_key" -iv "$raw_iv"; }
pipe_backup() {
  set -o pipefail
  tar -C "$data" -cf - . | zstd -1 -q -c | pipe_seal | tee >(sha256sum >"$work/pipe.sum") | pipe_put
}
pipe_restore() {
  set -o pipefail
  mkdir -p "$1"
  pipe_get | tee >(sha256sum >"$work/pipe.sum2") | openssl enc -d -aes-256-ctr -K "$raw_key" -iv "$raw_iv" | zstd -dcq | tar -C "$1" -xpf -
}

# ---- floor: codec, cipher and one SHA-256 with nothing around them; CPU only ------------------------
floor_have() { pipe_have; }
floor_init() { mkdir -p "$repos/floor"; [ -f "$work/all.tar" ] || tar -C "$data" -cf "$work/all.tar" .; }
floor_backup() {
  zstd -1 -q -f "$work/all.tar" -o "$work/all.zst" && pipe_seal <"$work/all.zst" >/dev/null && sha256sum "$work/all.zst" >/dev/null
}
floor_restore() { return 1; }

# ---- restic -----------------------------------------------------------------------------------------
restic_have() { command -v restic >/dev/null; }
restic_place() { if [ "$store" = dir ]; then echo "$repos/restic"; else echo "s3:$endpoint/restic"; fi; }
restic_call() { restic --quiet --cache-dir "$work/restic-cache" --repo "$(restic_place)" "$@"; }
restic_init() { rm -rf "$work/restic-cache"; restic_call init >/dev/null; }
restic_backup() { (cd "$data" && restic_call backup .); }
restic_restore() { restic_call restore latest --target "$1"; }

# ---- kopia ------------------------------------------------------------------------------------------
kopia_have() { command -v kopia >/dev/null; }
kopia_call() { kopia --config-file "$work/kopia.config" --log-dir "$work/kopia-logs" "$@"; }
kopia_init() {
  rm -rf "$work/kopia-cache"
  if [ "$store" = dir ]; then
    mkdir -p "$repos/kopia" && kopia_call repository create filesystem --path "$repos/kopia" --cache-directory "$work/kopia-cache"
  else
    kopia_call repository create s3 --bucket kopia --endpoint "${endpoint#http://}" --disable-tls --cache-directory "$work/kopia-cache"
  fi
  kopia_call policy set --global --compression zstd-fastest
}
kopia_backup() { kopia_call snapshot create "$data"; }
kopia_restore() { kopia_call snapshot restore "$data" "$1"; }

# ---- rclone crypt (no compression) --------------------------------------------------------------------
rclone_have() { command -v rclone >/dev/null; }
rclone_config() { # through the environment: nothing is written
  export RCLONE_CONFIG=/dev/null RCLONE_CONFIG_S3_TYPE=s3 RCLONE_CONFIG_S3_PROVIDER=Minio RCLONE_CONFIG_S3_ENV_AUTH=true
  export RCLONE_CONFIG_S3_ENDPOINT=${endpoint:-} RCLONE_CONFIG_SEAL_TYPE=crypt
  RCLONE_CONFIG_SEAL_PASSWORD=$(rclone obscure benchmark)
  RCLONE_CONFIG_SEAL_REMOTE=$([ "$store" = dir ] && echo "$repos/rclone" || echo s3:rclone)
  export RCLONE_CONFIG_SEAL_PASSWORD RCLONE_CONFIG_SEAL_REMOTE
}
rclone_init() { if [ "$store" = dir ]; then mkdir -p "$repos/rclone"; else rclone mkdir s3:rclone; fi; }
rclone_backup() { rclone --quiet sync "$data" seal:; }
rclone_restore() { rclone --quiet copy seal: "$1"; }

# ---- bactrian -----------------------------------------------------------------------------------------
bactrian_have() { [ -x "$top/bactrian" ]; }
bactrian_place() { if [ "$store" = dir ]; then echo "$repos/bactrian"; else echo s3://bactrian; fi; }
bactrian_call() {
  local verb=$1
  shift
  "$top/bactrian" "$verb" "$@" --repo "$(bactrian_place)" ${endpoint:+--endpoint "$endpoint"} --name bench --key-file "$work/key"
}
bactrian_init() {
  printf '%s\n' "$raw_key" >"$work/key" && chmod 600 "$work/key"
  if [ "$store" = dir ]; then mkdir -p "$repos/bactrian"; else mkdir -p "$minio_data/bactrian"; fi
}
bactrian_backup() { bactrian_call backup "$data" --compression-level 1; }
bactrian_restore() { bactrian_call restore latest --to "$1"; }

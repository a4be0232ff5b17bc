#!/bin/sh
# Restores one backup without Bactrian: KEY_FILE=key sh restore.sh TARGET
#
# Lies in the run's directory, beside manifest.json; the directory above holds keys/ and the other
# runs that this one refers to. Needs coreutils, sed, grep, awk, tar, and by what the manifest says
# zstd or gzip, openssl or gpg. RESTORE.md explains. Exit: 0 restored, 1 failed, 2 wrong usage.
# Everything is checked before anything is unpacked; TARGET appears at the end, whole, or not at all.
set -u
LC_ALL=C
export LC_ALL
umask 077

work=
say() { printf '%s\n' "$*"; }
usage() { printf 'restore.sh: %s\n' "$*" >&2; exit 2; }
die() { printf 'restore.sh: %s; nothing was restored\n' "$*" >&2; exit 1; }

cleanup() {
  status=$?
  trap - EXIT
  if [ -n "$work" ]; then
    chmod -R u+rwX "$work" 2>/dev/null # what tar made read-only would resist rm
    rm -rf "$work"
  fi
  exit "$status"
}

need() { # need PROGRAM PACKAGE
  command -v "$1" >/dev/null 2>&1 || usage "the program '$1' is missing: apt-get install $2"
}

# ---- bytes and keyed hashes, in plain shell: no secret becomes an argument of a program ----------

bytes() { # bytes HEX [MASK]: the bytes of HEX, each XORed with MASK, on standard output
  hex=$1 mask=${2:-0} text=
  while [ -n "$hex" ]; do
    rest=${hex#??}
    byte=$((0x${hex%"$rest"} ^ mask))
    text="$text\\$((byte >> 6))$((byte >> 3 & 7))$((byte & 7))"
    hex=$rest
  done
  printf "$text"
}

sha256() { sha256sum | cut -c 1-64; }

hmac() { # hmac KEY: HMAC-SHA-256 of standard input under a key of 64 hex digits
  padded=${1}0000000000000000000000000000000000000000000000000000000000000000
  inner=$({ bytes "$padded" 54 && cat; } | sha256)
  { bytes "$padded" 92 && bytes "$inner"; } | sha256
}

is_hex64() {
  case $1 in *[!0-9a-f]*) return 1 ;; esac
  [ ${#1} -eq 64 ]
}

hex_of() { od -An -v -tx1 | tr -d ' \n'; }

read_key_file() { # prints the 64 hex digits of the key; fails where the form is wrong
  size=$(wc -c <"$1") || return 1
  case $((size)) in
    32) key=$(hex_of <"$1") ;;
    44 | 45 | 46) key=$(base64 -d <"$1" 2>/dev/null | hex_of) ;;
    64 | 65 | 66) key=$(tr -d '\r\n' <"$1" | tr A-F a-f) ;;
    *) return 1 ;;
  esac
  is_hex64 "$key" && printf '%s' "$key"
}

# ---- opening one encrypted object ------------------------------------------------------------------

open_cms() { # open_cms KEY KEYID FILE
  openssl cms -decrypt -inform DER -secretkey "$1" -secretkeyid "$(printf %s "$2" | hex_of)" -in "$3"
}

open_cbc() { # open_cbc KEY KEYID FILE: 4 bytes length of the IV, the IV, the ciphertext
  [ "$(head -c 4 "$3" | hex_of)" = 00000010 ] || return 1
  iv=$(od -An -v -tx1 -j 4 -N 16 "$3" | tr -d ' \n')
  { dd bs=20 count=1 of=/dev/null status=none && openssl enc -d -aes-256-cbc -K "$1" -iv "$iv"; } <"$3"
}

open_gpg() { # open_gpg KEY KEYID FILE
  printf '%s\n' "$1" | gpg --homedir "$work/gnupg" --batch --no-tty --quiet --no-autostart \
    --no-symkey-cache --pinentry-mode loopback --passphrase-fd 0 --decrypt "$3"
}

open_object() { # open_object KEY KEYID FILE: the plain bytes on standard output, status 0 only if all is well
  case $algorithm in
    aes256-gcm) open_cms "$@" ;;
    aes256-cbc) open_cbc "$@" ;;
    gpg) open_gpg "$@" ;;
  esac 2>"$work/tool.log"
}

# ---- the manifest ----------------------------------------------------------------------------------

member() { # member NAME: a string or number at the top of the manifest
  sed -n "s/^  \"$1\" *: *\"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$work/manifest" | head -n 1
}

recorded_hash() { # recorded_hash FILE: what the manifest's "files" says about STREAM or SHA256SUMS
  sed -n '/^  "files"/,$p' "$work/manifest" | tr -d ' \n' | grep -o "\"$1\":{[^}]*}" | head -n 1 |
    sed -n 's/.*"sha256":"\([0-9a-f]*\)".*/\1/p'
}

check_file() { # check_file NAME: against the manifest
  [ -f "$here/$1" ] || die "'$1' is missing in '$here': download it too"
  [ "$(sha256 <"$here/$1")" = "$(recorded_hash "$1")" ] || die "'$1' is damaged: its SHA-256 is not what the manifest says"
}

load_manifest() { # splits it: only the part that its hash covers is ever looked at
  [ -f "$here/manifest.json" ] || usage "no manifest.json in '$here': run this file where it lies, in the directory of one backup"
  sed '/^  "sha256"/,$d' "$here/manifest.json" >"$work/manifest"
  tail=$(sed -n '/^  "sha256"/,$p' "$here/manifest.json")
  said=$(printf '%s\n' "$tail" | sed -n 's/^  "sha256" *: *"\([0-9a-f]*\)",$/\1/p')
  mac=$(printf '%s\n' "$tail" | sed -n 's/^  "mac" *: *"\([0-9a-f]*\)"$/\1/p')
  [ -n "$said" ] && [ "$(sha256 <"$work/manifest")" = "$said" ] || die "manifest.json is damaged: its SHA-256 is not what it says of itself"
  version=$(member formatVersion)
  [ "$version" = 1 ] || die "this backup has format version '$version', and this script reads version 1"
  namespace=$(member namespace) name=$(member name) run=$(member runId)
  algorithm=$(member algorithm) format=$(member format) run_key=$(member dataKeyId)
  printf '%s\n' "$run" | grep -Eqx '[0-9]{8}T[0-9]{6}Z-[0-9a-f]{6}' && [ "$run" = "${here##*/}" ] || die "manifest.json belongs to the run '$run', but lies in '${here##*/}'"
  [ "$name" = "$(basename -- "$up")" ] ||
    say "WARNING: this is a backup of '$namespace/$name', and the directory above it is called '$(basename -- "$up")'."
}

need_tools() { # also sets $extension, what the names of encrypted files end with
  for tool in sha256sum od dd tr cut head comm mktemp base64; do need "$tool" coreutils; done
  need tar tar
  case $format in
    tar.zst) need zstd zstd ;;
    tar.gz) need gzip gzip ;;
    tar) ;;
    *) die "the manifest names an unknown format '$format'" ;;
  esac
  case $algorithm in
    aes256-gcm) extension=cms && need openssl openssl && need_openssl_3 ;;
    aes256-cbc) extension=aes && need openssl openssl ;;
    gpg) extension=gpg && need gpg gpg && mkdir "$work/gnupg" ;;
    none) ;;
    *) die "the manifest names an unknown algorithm '$algorithm'" ;;
  esac
}

need_openssl_3() {
  case $(openssl version) in
    "OpenSSL 0"* | "OpenSSL 1"* | LibreSSL*) usage "'$(openssl version)' cannot open these objects: OpenSSL 3 or newer can (Debian 12, package openssl)" ;;
  esac
}

# ---- keys ------------------------------------------------------------------------------------------

load_key() {
  [ -n "${KEY_FILE:-}" ] || usage "this backup is encrypted ($algorithm): say KEY_FILE=<your key file> sh restore.sh TARGET"
  [ -f "$KEY_FILE" ] && [ -r "$KEY_FILE" ] || usage "the key file '$KEY_FILE' cannot be read"
  kek=$(read_key_file "$KEY_FILE") || usage "the key file '$KEY_FILE' is not a key: 64 hex digits and a newline, 32 raw bytes, or base64 of 32 bytes are"
  kek_id=$(printf bactrian-kek | hmac "$kek" | cut -c 1-16)
}

unwrap() { # unwrap ID: sets the variable data_key_ID
  case $1 in *[!0-9a-f]* | '') die "'$1' is not the id of a data key" ;; esac
  wrapped="$up/keys/$1.$kek_id.$extension"
  if [ ! -f "$wrapped" ]; then
    [ -d "$up/keys" ] || die "the directory 'keys' is missing beside '$run': download it too"
    others=$(cd "$up/keys" && ls | sed -n "s/^$1\.\([0-9a-f]*\)\..*/\1/p" | tr '\n' ' ')
    die "KEY_FILE holds the wrong key: it has the id $kek_id, and the data key $1 is locked for: ${others:-nobody, the file is missing}"
  fi
  opened=$(open_object "$kek" "$kek_id" "$wrapped") || die "'keys/${wrapped##*/}' does not open: it is damaged"
  is_hex64 "$opened" || die "'keys/${wrapped##*/}' holds no data key: it is damaged"
  eval "data_key_$1=\$opened"
}

check_mac() { # HKDF-SHA-256 without salt, one block; then HMAC
  eval "key=\$data_key_$run_key"
  extracted=$(bytes "$key" | hmac 0000000000000000000000000000000000000000000000000000000000000000)
  mac_key=$({ printf 'bactrian-manifest %s/%s' "$namespace" "$name" && printf '\001'; } | hmac "$extracted")
  [ "$(hmac "$mac_key" <"$work/manifest")" = "$mac" ] || die "manifest.json is forged or damaged: its MAC is not what your key makes of it"
}

authenticate() {
  if [ "$algorithm" = none ]; then
    [ -z "$mac" ] && [ -z "${KEY_FILE:-}" ] && [ ! -d "$up/keys" ] ||
      die "the manifest says that nothing is encrypted, but you gave a key or keys/ is there: somebody may have replaced the backup"
    say "Not encrypted: hashes find accidents, not attackers."
    return
  fi
  [ -n "$mac" ] || die "the manifest of an encrypted backup has no MAC: somebody may have replaced it"
  load_key
  unwrap "$run_key"
  check_mac
  say "The manifest is genuine (MAC checked with data key $run_key)."
}

# ---- checks before anything is unpacked ------------------------------------------------------------

segment='[A-Za-z0-9][A-Za-z0-9._=-]*'

check_stream() {
  check_file STREAM
  tail -n 1 "$here/STREAM" >"$work/total"
  read -r word raw entries rest <"$work/total"
  [ "$word" = total ] && [ -n "$raw" ] && [ -n "$entries" ] || die "STREAM does not end with a line 'total'"
  odd=$(sed '$d' "$here/STREAM" | grep -Evn "^([0-9a-f]{16}|-) $segment/data/$segment [0-9]{1,15} [0-9]{1,15}\$" | head -n 1)
  [ -z "$odd" ] || die "STREAM has a line that is no extent: $odd"
}

check_objects() {
  check_file SHA256SUMS
  odd=$(grep -Evn "^[0-9a-f]{64} [ *](\.\./$segment/)?($segment/)*$segment\$" "$here/SHA256SUMS" | head -n 1)
  [ -z "$odd" ] || die "SHA256SUMS has a line that is no object: $odd"
  sed '$d' "$here/STREAM" | cut -d ' ' -f 2 | uniq | sed -e 's|^|../|' -e "s|^\.\./$run/||" | sort -u >"$work/used"
  cut -c 67- "$here/SHA256SUMS" | sort -u >"$work/summed"
  odd=$(comm -23 "$work/used" "$work/summed" | head -n 1)
  [ -z "$odd" ] || die "STREAM needs '$odd', which SHA256SUMS does not list"
  check_presence
  hash_objects
}

check_presence() {
  (cd "$here" && while IFS= read -r path; do [ -f "$path" ] || printf '%s\n' "$path"; done) <"$work/summed" >"$work/missing"
  [ -s "$work/missing" ] || return 0
  say "Missing, seen from '$here':" >&2
  head -n 20 "$work/missing" | sed 's/^/  /' >&2
  die "$(($(wc -l <"$work/missing"))) objects are missing: download the directories of all runs that RESTORE.md lists, and keys/"
}

hash_objects() {
  count=$(($(wc -l <"$here/SHA256SUMS"))) done=0
  say "Checking the SHA-256 of $count objects …"
  (cd "$here" && sha256sum -c --strict SHA256SUMS 2>&1; echo "status: $?") |
    while IFS= read -r line; do
      case $line in
        *': OK') done=$((done + 1)) && [ $((done % 200)) -eq 0 ] && say "  $done of $count" ;;
        'status: 0') : >"$work/hashed" ;;
        *': FAILED'*) printf '%s\n' "${line%: FAILED*}" >>"$work/damaged" ;;
      esac
    done
  [ ! -s "$work/damaged" ] || die "damaged objects (wrong SHA-256): $(head -n 5 "$work/damaged" | tr '\n' ' ')"
  [ -f "$work/hashed" ] || die "sha256sum could not check every object of SHA256SUMS"
}

# ---- the stream ------------------------------------------------------------------------------------

# What to do, in order, one line each: open NUMBER KEYID OBJECT LENGTH (at least), read NUMBER OFFSET LENGTH, close NUMBER.
make_plan() {
  awk '
    function flush() { if (held) printf "read %d %.0f %.0f\n", held, from, size; held = 0 }
    $1 == "total" { next }
    NR == FNR { last[$2] = FNR; end = $3 + $4; if (end > most[$2]) most[$2] = end; next }
    {
      if (!($2 in number)) { flush(); number[$2] = ++opened; printf "open %d %s %s %.0f\n", opened, $1, $2, most[$2] }
      if (held == number[$2] && from + size == $3) size += $4
      else { flush(); held = number[$2]; from = $3; size = $4 }
      if (last[$2] == FNR) { flush(); printf "close %d\n", number[$2] }
    }' "$here/STREAM" "$here/STREAM" >"$work/plan" || die "awk could not read STREAM"
  objects=$(grep -c '^open' "$work/plan")
}

unwrap_all() {
  sed '$d' "$here/STREAM" | cut -d ' ' -f 1 | uniq | sort -u >"$work/ids"
  while read -r id; do
    [ "$algorithm" = none ] && [ "$id" = - ] && continue
    [ "$algorithm" != none ] && [ "$id" != - ] || die "STREAM says data key '$id' in a backup whose algorithm is $algorithm"
    unwrap "$id"
  done <"$work/ids"
}

stage_object() { # stage_object NUMBER KEYID OBJECT LENGTH: plain bytes in $work/objects/NUMBER
  if [ "$2" = - ]; then
    ln -s "$up/$3" "$work/objects/$1"
  else
    eval "key=\$data_key_$2"
    open_object "$key" "$2" "$up/$3" >"$work/objects/$1" ||
      { echo "'$3' does not open: $(head -n 1 "$work/tool.log")" >"$work/why"; return 1; }
  fi
  size=$(stat -L -c %s "$work/objects/$1") && eval "size_$1=\$size"
  [ "$size" -ge "$4" ] || { echo "'$3' is shorter ($size bytes) than STREAM says ($4)" >"$work/why"; return 1; }
  [ $(($1 % 50)) -ne 0 ] || say "  object $1 of $objects" >&3
}

copy_extent() { # copy_extent NUMBER OFFSET LENGTH
  eval "size=\$size_$1"
  if [ "$2" -eq 0 ] && [ "$3" -eq "$size" ]; then
    cat "$work/objects/$1"
  else
    dd if="$work/objects/$1" iflag=skip_bytes,count_bytes bs=1M skip="$2" count="$3" status=none
  fi
}

extents() { # the compressed tar stream
  while read -r step number a b c <&4; do
    case $step in
      open) stage_object "$number" "$a" "$b" "$c" ;;
      read) copy_extent "$number" "$a" "$b" ;;
      close) rm -f "$work/objects/$number" ;;
    esac || return 1
  done 4<"$work/plan"
}

unpack_stream() {
  case $format in tar.zst) zstd -dcq ;; tar.gz) gzip -dc ;; tar) cat ;; esac
}

untar() { # lists what it unpacks, one line for each entry
  set -- --numeric-owner -p --delay-directory-restore
  tar --help | grep -q -e --xattrs-include && set -- "$@" --xattrs --xattrs-include='*'
  tar -x -v -f - -C "$work/tree" --quoting-style=escape "$@"
}

# dash has no pipefail: each stage leaves its status in a file.
unpack() {
  mkdir "$work/objects" "$work/tree"
  say "Unpacking $objects objects into a directory beside the target …"
  exec 3>&1
  { extents; echo $? >"$work/status.extents"; } |
    { unpack_stream 2>"$work/log.unpack"; echo $? >"$work/status.unpack"; } |
    { dd bs=1M iflag=fullblock 2>"$work/log.count"; echo $? >"$work/status.count"; } |
    { untar 2>"$work/log.tar"; echo $? >"$work/status.tar"; } | wc -l >"$work/entries"
  exec 3>&-
  [ ! -s "$work/why" ] || die "$(cat "$work/why")"
  blame tar tar && blame unpack "unpacking $format" && blame count counting && blame extents "reading the objects"
  counted=$(sed -n 's/^\([0-9]*\) bytes\{0,1\} .*/\1/p' "$work/log.count")
  [ "$counted" = "$raw" ] || die "the tar stream has $counted bytes, and STREAM says $raw"
  [ $(($(cat "$work/entries"))) -eq "$entries" ] || die "tar unpacked $(($(cat "$work/entries"))) entries, and STREAM says $entries"
}

blame() { # blame STAGE WORDS
  status=$(cat "$work/status.$1" 2>/dev/null)
  [ "$status" = 0 ] || die "$2 failed (status ${status:-unknown}): $(head -n 3 "$work/log.$1" 2>/dev/null | tr '\n' ' ')"
}

# ---- the target ------------------------------------------------------------------------------------

check_target() { # sets $parent and $target, both absolute
  case $1 in -*) given=./$1 ;; *) given=$1 ;; esac
  while [ "$given" != / ] && [ "$given" != "${given%/}" ]; do given=${given%/}; done
  [ ! -L "$given" ] || usage "the target '$1' is a symbolic link: name a directory"
  if [ -d "$given" ]; then
    target=$(cd "$given" && pwd -P) || usage "the target '$1' cannot be entered"
    [ -z "$(ls -A "$target")" ] || usage "the target '$1' is not empty: name a new directory"
    if command -v mountpoint >/dev/null && mountpoint -q "$target"; then
      usage "the target '$1' is a mount point and cannot be swapped in: name a new directory inside it, '$1/restored', and move its content afterwards"
    fi
    parent=$(dirname "$target")
  else
    [ ! -e "$given" ] || usage "the target '$1' exists and is no directory"
    parent=$(cd "$(dirname "$given")" 2>/dev/null && pwd -P) || usage "the directory of the target '$1' does not exist: make it first"
    target=${parent%/}/$(basename "$given")
  fi
}

main() {
  [ $# -eq 1 ] && [ -n "$1" ] || usage "say where to: KEY_FILE=<your key file> sh restore.sh TARGET"
  here=$(cd "$(dirname "$0")" && pwd -P) || usage "cannot find the directory of '$0'"
  up=$(dirname "$here")
  check_target "$1"
  trap cleanup EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  work=$(mktemp -d "${parent%/}/.restore-XXXXXXXX") || usage "cannot write beside the target, in '$parent'"
  load_manifest
  say "Backup '$namespace/$name', run $run, $format, $algorithm."
  need_tools
  authenticate
  check_stream
  check_objects
  make_plan
  unwrap_all
  unpack
  sync -f "$work/tree" || die "writing to disk failed"
  mv -f -T "$work/tree" "$target" || die "'$1' could not be put in place"
  say "Restored $entries entries ($raw bytes of tar) to '$target'."
}

main "$@"

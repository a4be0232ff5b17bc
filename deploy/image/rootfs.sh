#!/bin/bash
# The image's files: deploy/image/rootfs.sh DIR fills DIR (made here, must not exist) with what build.sh packs and the
# Dockerfile copies: Debian's C library, a Java runtime trimmed to the modules the program needs, the program. No shell.
# Needs a Debian with a JDK of 17 or newer ($JAVA_HOME, or the one on the PATH), apt-get, dpkg-deb and a built
# program (target/bactrian-*.jar, target/lib). The same JDK, packages and jars give the same files.
set -euo pipefail
export LC_ALL=C.UTF-8
root=$1
top=$(cd "$(dirname "$0")/../.." && pwd)
here=$top/deploy/image
app=$root/opt/bactrian

# What jdeps cannot see: elliptic curves, DNS, an HTTP server, zip as a file system, metrics of the process, generators
# of random numbers asked for by name.
more_modules=jdk.crypto.ec,jdk.crypto.cryptoki,jdk.httpserver,jdk.management,jdk.naming.dns,jdk.net,jdk.random,jdk.unsupported,jdk.zipfs,java.net.http,java.instrument,java.xml

die() { echo "rootfs.sh: $1" >&2; echo "HINT: $2" >&2; exit 1; }

find_java() {
  local java
  java=${JAVA_HOME:+$JAVA_HOME/bin/java}
  [ -n "$java" ] || java=$(command -v java) || die 'there is no java' 'install openjdk-17-jdk-headless, or set JAVA_HOME'
  java=$(readlink -f "$java")
  jdk=${java%/bin/java}
  [ -x "$jdk/bin/jlink" ] || die "'$jdk' has no jlink" 'a whole JDK is needed: openjdk-17-jdk-headless'
  major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
}

# Debian packages, unpacked without their scripts: nothing runs, no package database, no root needed.
unpack() { # unpack TARGET PACKAGE…
  local target=$1 debs package
  shift
  debs=$(mktemp -d "$work/debs-XXXXXX")
  (cd "$debs" && apt-get download -qq -o APT::Sandbox::User=root "$@" >/dev/null) ||
    die "apt-get could not download: $*" 'run apt-get update first'
  for package in "$debs"/*.deb; do
    dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink --no-same-owner -C "$target" \
      --wildcards --exclude='*/gconv' --exclude='*/audit' --exclude='./sbin' --exclude='./usr/sbin' --exclude='./usr/bin' \
      --exclude='./usr/share/lintian' --exclude='./usr/share/man' --exclude='./usr/share/gcc' --exclude='./usr/share/gdb' \
      --exclude='*/changelog*' --exclude='*/NEWS*' --exclude='*/README*' --exclude='./etc/*' --exclude='./var' --exclude='./usr/lib/tmpfiles.d'
  done
}

base() {
  mkdir -p "$root"/{etc,proc,dev,sys,tmp,usr/lib,usr/lib64,var/run/bactrian,etc/bactrian}
  chmod 1777 "$root/tmp"
  ln -s usr/lib "$root/lib"
  ln -s usr/lib64 "$root/lib64"
  unpack "$root" libc6 libc-bin libgcc-s1 libstdc++6 zlib1g
  unpack "$root" "$(readlink "$root/usr/share/doc/libgcc-s1")" # its licence
  printf '%s\n' 'root:x:0:0:root:/:/sbin/nologin' 'bactrian:x:65532:65532:Bactrian:/:/sbin/nologin' >"$root/etc/passwd"
  printf '%s\n' 'root:x:0:' 'bactrian:x:65532:' >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
}

modules() {
  local found
  found=$("$jdk/bin/jdeps" --ignore-missing-deps --multi-release "$major" --print-module-deps -q --recursive \
    --class-path "$(jars | tr '\n' ':')" "$(jars | head -n 1)") || die 'jdeps failed' 'its words are above'
  echo "$found,$more_modules"
}

runtime() {
  "$jdk/bin/jlink" --add-modules "$(modules)" --strip-java-debug-attributes --no-header-files --no-man-pages --compress=2 --output "$app/jre"
  rm -f "$app/jre/lib/jrt-fs.jar" "$app/jre/bin/keytool" "$app/jre/bin/jrunscript" "$app/jre/bin/rmiregistry" "$app/jre/bin/jfr"
  local certificates
  certificates=$work/certificates
  mkdir "$certificates"
  unpack "$certificates" ca-certificates
  rm -f "$app/jre/lib/security/cacerts"
  "$jdk/bin/java" "$here/TrustStore.java" "$app/jre/lib/security/cacerts" "$certificates"/usr/share/ca-certificates/mozilla/*.crt
  mkdir -p "$root/usr/share/doc/ca-certificates"
  cp "$certificates/usr/share/doc/ca-certificates/copyright" "$root/usr/share/doc/ca-certificates/"
}

jars() { # the program's first, then its libraries: the order of the class path
  printf '%s\n' "$top"/target/bactrian-*.jar "$top"/target/lib/*.jar
}

program() {
  mkdir -p "$app/lib"
  jars | while read -r jar; do cp "$jar" "$app/lib/"; done
  cp "$top/LICENSE" "$app/"
  options bactrian.jsa "$here/jvm.options" >"$app/jvm.options"
  options operator.jsa "$here/jvm.options" "$here/operator.options" >"$app/operator.options"
}
options() { # options ARCHIVE FILE…: a face's; of two that contradict each other the later holds
  local archive=$1 path
  shift
  path=$(jars | sed 's#.*/#/opt/bactrian/lib/#' | tr '\n' ':')
  grep -hv '^#' "$@"
  if [ "$major" -ge 22 ]; then echo --enable-native-access=ALL-UNNAMED; fi
  if [ "$major" -ge 23 ]; then echo --sun-misc-unsafe-memory-access=allow; fi
  printf -- '-cp\n%s\n' "${path%:}"
  printf '%s\n' -Xshare:auto "-XX:SharedArchiveFile=/opt/bactrian/$archive" -Xlog:disable -Xlog:all=off
}

# Which classes the faces load: what goes into the two archives that every start maps one of (made by class-archive.sh or
# the Dockerfile, where the files have their final paths).
class_lists() {
  local scratch path
  scratch=$work/classes
  path=$(jars | tr '\n' ':')
  face() { # face NAME VERB [ARG…]
    local name=$1
    shift
    (cd "$scratch" && env -i PATH="$PATH" LC_ALL=C.UTF-8 HOME="$scratch" timeout 300 "$app/jre/bin/java" \
      -XX:+UseSerialGC -Xshare:off "-XX:DumpLoadedClassList=$scratch/$name.list" -Dbactrian.terminal=false \
      -cp "${path%:}" io.bactrian.cli.Bactrian "$@" >"$scratch/$name.out" 2>&1 </dev/null) ||
      { cat "$scratch/$name.out" >&2; die "the face '$name' did not end well" 'see above'; }
  }
  mkdir -p "$scratch/resources" "$scratch/data"
  echo warm >"$scratch/data/file"
  sed "s#HERE#$scratch#" "$here/warm-up.yaml" >"$scratch/resources/backup.yaml"
  face worker warm-up
  face run run "$scratch/resources" --once
  face operator warm-up --operator
  cat "$scratch"/{worker,run}.list | grep -v '^#' | sort -u >"$app/bactrian.classes"
  grep -v '^#' "$scratch/operator.list" | sort -u >"$app/operator.classes"
}

case $root in /*) ;; *) root=$PWD/$root app=$root/opt/bactrian ;; esac
[ ! -e "$root" ] || die "'$root' exists" 'name a directory that does not exist'
[ -d "$top/target/lib" ] || die 'the program is not built' './mvnw -DskipTests package'
[ "$(find "$top/target" -maxdepth 1 -name 'bactrian-*.jar' | wc -l)" = 1 ] || die 'there is not exactly one target/bactrian-*.jar' './mvnw -DskipTests clean package'
find_java
# Beside the files: large, and gone however this ends.
work=$(mktemp -d "$root.work-XXXXXX")
trap 'rm -rf "$work"' EXIT
base
runtime
program
class_lists
# One time for every file, which is also the class archive's idea of the jars.
built=$(sed -n 's#.*<project.build.outputTimestamp>\(.*\)</.*#\1#p' "$top/pom.xml")
find "$root" -print0 | xargs -0 touch --no-dereference --date="${SOURCE_DATE_EPOCH:+@}${SOURCE_DATE_EPOCH:-$built}"

package io.bactrian.engine.kit;

import java.nio.file.Path;

/** A small tree with everything that is awkward in it, and the comparison of two trees. */
final class StockTree {
  private StockTree() {}

  static Path make(Path at) {
    Stock.pipe(
        new byte[0],
        "bash",
        "-c",
        """
        set -e; umask 022; mkdir "$0"; cd "$0"; mkdir -p sub/deep empty closed
        head -c 400000 /dev/urandom | base64 > big; seq 1 20000 > sub/log; : > sub/nothing
        printf 'one' > 'a name with spaces'; printf 'two' > $'new\\nline'; printf 'three' > 'back\\slash'
        printf 'four' > $'lat\\xe9'; printf 'five' > ./-rf; printf 'six' > 'quo"te$(x)`'
        printf 'seven' > "$(printf 'l%.0s' $(seq 1 200))"
        ln -s ../outside sub/link; ln big sub/deep/hard; mkfifo sub/pipe
        chmod 4755 sub/log; chmod 0640 big; echo secret > closed/in; chmod 0555 closed
        touch -d '1960-01-02 03:04:05.678901234Z' sub/nothing
        if command -v setfattr >/dev/null; then setfattr -n user.colour -v camel sub/log; fi
        touch -h -d '2020-02-02 02:02:02.020202020Z' big sub/link sub . empty
        """,
        at.toString());
    return at;
  }

  /** Adds, changes and removes a little. */
  static void change(Path at) {
    Stock.pipe(
        new byte[0],
        "bash",
        "-c",
        "cd \"$0\"; printf X | dd of=big bs=1 seek=200000 conv=notrunc status=none; rm sub/nothing; seq 1 9000 > zz",
        at.toString());
  }

  /** Everything about a tree that a restore must bring back, as text. */
  static String describe(Path tree) {
    String script =
        """
        cd "$0" && find . -printf '%p %y %m %U %G %n %l %T@' \\( -type f -printf ' %s' -o -true \\) -printf '\\n' | sort
        find . -type f -print0 | sort -z | xargs -0 sha256sum
        if command -v getfattr >/dev/null; then find . -type f -print0 | sort -z | xargs -0 getfattr -d -m '^user' ; fi
        """;
    return new String(
        Stock.pipe(new byte[0], "env", "LC_ALL=C", "bash", "-c", script, tree.toString()),
        java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}

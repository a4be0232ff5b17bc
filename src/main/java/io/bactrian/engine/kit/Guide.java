package io.bactrian.engine.kit;

import io.bactrian.engine.codec.ArchiveFormat;
import io.bactrian.engine.crypto.Algorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts a run's facts into the words of RESTORE.md. */
final class Guide {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final KitFacts facts;
  private final boolean encrypted;
  private final Map<String, String> values = new HashMap<>();

  Guide(KitFacts facts, String byHand) {
    this.facts = facts;
    this.encrypted = facts.algorithm().encrypts();
    values.put("open-by-hand", byHand);
    describeRun();
    describeTools();
    describeKey();
    describeDirectories();
  }

  /** The template with every placeholder replaced; one that is unknown is a broken build. */
  String fill(String template) {
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1))));
  }

  private String value(String placeholder) {
    String value = values.get(placeholder);
    if (value == null) {
      throw new IllegalStateException("RESTORE.md asks for an unknown fact '" + placeholder + "'");
    }
    return value;
  }

  private void describeRun() {
    values.put("namespace", facts.namespace());
    values.put("name", facts.name());
    values.put("run-id", facts.runId());
    values.put("created", harmless(facts.created()));
    values.put("host", harmless(facts.host()));
    values.put("source", harmless(facts.source()));
    values.put("repository", harmless(facts.repository()));
    values.put("entries", Long.toString(facts.entries()));
    values.put("objects", Long.toString(facts.objects()));
    values.put("raw-size", size(facts.rawBytes()));
    values.put("stored-size", size(facts.storedBytes()));
    values.put("format", facts.format().id());
    values.put("algorithm", facts.algorithm().id());
  }

  private void describeTools() {
    List<String> packages = new ArrayList<>(List.of("tar"));
    if (facts.format() != ArchiveFormat.TAR) {
      packages.add(facts.format() == ArchiveFormat.TAR_ZST ? "zstd" : "gzip");
    }
    if (encrypted) {
      packages.add(facts.algorithm() == Algorithm.GPG ? "gpg" : "openssl");
    }
    values.put("packages", String.join(" ", packages));
    values.put(
        "decompress",
        switch (facts.format()) {
          case TAR_ZST -> "zstd -dc";
          case TAR_GZ -> "gzip -dc";
          case TAR -> "cat";
        });
  }

  private void describeKey() {
    values.put("key-line", encrypted ? "id `" + facts.kekId() + "`" : "none: nothing is encrypted");
    values.put(
        "key-need",
        encrypted
            ? "**The key file**: 64 hex digits and a newline (or 32 raw bytes). Without it nobody can open this backup."
            : "No key: this backup is not encrypted. Hashes find accidents, not somebody who replaced it.");
    values.put(
        "command",
        encrypted
            ? "KEY_FILE=/path/to/keyfile sh restore.sh /path/to/target"
            : "sh restore.sh /path/to/target");
    values.put("mac-words", encrypted ? ", and with your key that the manifest is genuine," : "");
    values.put("warnings", warnings());
  }

  private String warnings() {
    return switch (facts.algorithm()) {
      case AES256_GCM, AES256_CBC ->
          "- **While the script runs, the keys can be seen in the process list of that machine** (`ps`), because\n"
              + "  `openssl` takes them only as arguments. Use a machine that you do not share.";
      case GPG ->
          "- Keys reach `gpg` through a pipe: they are not in the process list and not on the disk.";
      case NONE -> "- Whoever can read these files can read your data.";
    };
  }

  private void describeDirectories() {
    List<String> lines = new ArrayList<>();
    List<String> words = new ArrayList<>();
    if (encrypted) {
      lines.add("- `keys/`");
      words.add("keys");
    }
    lines.add("- `" + facts.runId() + "/` (this one)");
    words.add(facts.runId());
    facts.otherRuns().forEach(run -> lines.add("- `" + run + "/`"));
    words.addAll(facts.otherRuns());
    values.put("directories", String.join("\n", lines));
    values.put("directory-words", String.join(" ", words));
  }

  private static String harmless(String text) {
    return text.replaceAll("[\\p{Cntrl}`|]", "\uFFFD");
  }

  private static String size(long bytes) {
    if (bytes < 1 << 20) {
      return bytes + " bytes";
    }
    String[] units = {"MiB", "GiB", "TiB"};
    double value = bytes / 1048576.0;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }
}

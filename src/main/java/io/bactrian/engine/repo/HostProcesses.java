package io.bactrian.engine.repo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux says of this process and its neighbours; on other systems, nothing. */
public final class HostProcesses implements Processes {
  private static final Path PROC = Path.of("/proc");

  @Override
  public Owner self(String verb, String runId) {
    long pid = ProcessHandle.current().pid();
    return new Owner(
        hostName(),
        bootId(),
        pidNamespace(),
        pid,
        Math.max(0, start(pid)),
        System.getProperty("user.name", "unknown"),
        verb,
        runId);
  }

  @Override
  public Life life(Owner owner) {
    long start = start(owner.pid());
    if (start >= 0) {
      return start == owner.processStart() ? Life.ALIVE : Life.DEAD;
    }
    boolean othersHidden = start(1) < 0;
    return othersHidden ? Life.UNKNOWN : Life.DEAD;
  }

  /** This machine's name; where nobody resolves it, what the environment calls it. Never fails. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      String named = System.getenv("HOSTNAME");
      return named == null || named.isBlank() ? "localhost" : named;
    }
  }

  private static String bootId() {
    try {
      return Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
    } catch (IOException e) {
      return "";
    }
  }

  private static String pidNamespace() {
    try {
      return Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  /** Field 22 of /proc/pid/stat, after the command name in parentheses; -1 where unreadable. */
  private static long start(long pid) {
    try {
      byte[] stat = Files.readAllBytes(PROC.resolve(pid + "/stat"));
      String text = new String(stat, StandardCharsets.ISO_8859_1);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      boolean gone = fields[0].equals("Z") || fields[0].equals("X");
      return gone ? -1 : Long.parseLong(fields[19]);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return -1;
    }
  }
}

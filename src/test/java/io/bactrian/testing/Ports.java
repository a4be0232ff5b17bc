package io.bactrian.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ports of 127.0.0.1 for servers that are told theirs before they listen, and may stop and come
 * back: each is this JVM's until it ends. They lie below those that the kernel gives out by itself,
 * where any connection might take one in between; of other JVMs of ours a locked file keeps them.
 */
public final class Ports {
  private static final int FIRST = 21_000;
  private static final int COUNT = 11_000;
  private static final int TRIES = 1_000;
  private static final Path LOCKS =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "bactrian-ports-" + System.getProperty("user.name"));

  private static final Set<Integer> TAKEN = ConcurrentHashMap.newKeySet();

  /** Held until this JVM ends: a lock goes when its channel is collected. */
  private static final List<FileLock> HELD = new ArrayList<>();

  private Ports() {}

  /** One that nobody listens at, and that no second call gives. */
  public static int free() {
    Random random = new Random();
    for (int i = 0; i < TRIES; i++) {
      int port = FIRST + random.nextInt(COUNT);
      if (TAKEN.add(port) && isOurs(port) && isSilent(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port from " + FIRST + " on, in " + TRIES + " tries");
  }

  private static synchronized boolean isOurs(int port) {
    try {
      Path file = Files.createDirectories(LOCKS).resolve(Integer.toString(port));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        return false;
      }
      HELD.add(lock);
      return true;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isSilent(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}

package io.bactrian.engine.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** The operating system's own words of an error. */
public final class SystemWords {
  private SystemWords() {}

  /** Without the path, which the message around them names already; never null. */
  public static String of(IOException error) {
    if (error instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (error instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}

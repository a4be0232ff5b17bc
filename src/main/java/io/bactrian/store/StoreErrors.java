package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.FailedToCreateRouteException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/**
 * Turns what any store threw into a classed {@link Failure} with the store's own words. What is
 * there already is CONFLICT: the caller compares. What nobody knows is TRANSIENT: trying again is
 * safe, because every operation may be repeated.
 */
final class StoreErrors {
  private StoreErrors() {}

  /**
   * @param what was tried and where: {@code put 'a/b' in s3://bucket}
   * @param place the endpoint or directory, for the hint
   */
  static Failure classify(Throwable thrown, String what, String place) {
    List<Throwable> causes = causes(thrown);
    for (Throwable cause : causes) {
      Failure failure = known(cause, what, place);
      if (failure != null) {
        return failure;
      }
    }
    Throwable root = causes.get(causes.size() - 1);
    return transientFailure(what, words(root), null, root);
  }

  private static Failure known(Throwable cause, String what, String place) {
    if (cause instanceof Failure failure) {
      return failure;
    }
    if (cause instanceof AwsServiceException service) {
      return S3Errors.classify(service, what, place);
    }
    if (cause instanceof FileSystemException file) {
      return file(file, what);
    }
    if (cause instanceof ReadOnlyFileSystemException) {
      return Failure.of(FailureClass.DENIED, what + ": read-only file system", null, cause);
    }
    if (cause instanceof FailedToCreateRouteException) {
      return null;
    }
    if (cause instanceof SdkClientException client && lacksCredentials(client)) {
      return Failure.of(
          FailureClass.DENIED,
          what + ": no credentials found",
          "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or write ~/.aws/credentials, or set"
              + " access-key and secret-key of the repository",
          cause);
    }
    return network(cause, what, place);
  }

  private static boolean lacksCredentials(SdkClientException client) {
    return String.valueOf(client.getMessage()).contains("Unable to load credentials");
  }

  private static Failure network(Throwable cause, String what, String place) {
    if (cause instanceof UnknownHostException) {
      return transientFailure(
          what,
          "unknown host " + cause.getMessage(),
          "is the endpoint " + place + " right?",
          cause);
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return transientFailure(what, words(cause), "does anything listen at " + place + "?", cause);
    }
    if (cause instanceof SocketTimeoutException) {
      return transientFailure(what, words(cause), place + " did not answer in time", cause);
    }
    if (cause instanceof IOException failed && failed.getCause() == null) {
      return io(failed, what);
    }
    return null;
  }

  private static Failure io(IOException cause, String what) {
    String words = words(cause);
    return isFull(words)
        ? transientFailure(what, words, "make room, then run the same command again", cause)
        : transientFailure(what, words, null, cause);
  }

  private static Failure file(FileSystemException cause, String what) {
    if (cause instanceof NoSuchFileException) {
      return Failure.of(FailureClass.NOT_FOUND, what + ": no such object", null, cause);
    }
    if (cause instanceof FileAlreadyExistsException) {
      return Failure.of(FailureClass.CONFLICT, what + ": exists already", null, cause);
    }
    String words = words(cause);
    if (cause instanceof AccessDeniedException
        || words.contains("Read-only file system")
        || words.contains("Operation not permitted")) {
      return Failure.of(
          FailureClass.DENIED,
          what + ": " + words + " (" + cause.getClass().getSimpleName() + ")",
          "who runs this must be allowed to read and write there",
          cause);
    }
    return io(cause, what);
  }

  private static boolean isFull(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return lower.contains("no space left") || lower.contains("quota exceeded");
  }

  static Failure transientFailure(String what, String words, String hint, Throwable cause) {
    return Failure.of(FailureClass.TRANSIENT, what + ": " + words, hint, cause);
  }

  private static String words(Throwable cause) {
    String message = cause.getMessage();
    return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
  }

  private static List<Throwable> causes(Throwable thrown) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Throwable> causes = new ArrayList<>();
    for (Throwable cause = thrown; cause != null && seen.add(cause); cause = cause.getCause()) {
      causes.add(cause);
    }
    return causes;
  }
}

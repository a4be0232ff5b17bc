package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * Classes what an S3 server answered, by its error code first, by the status where there is none.
 */
final class S3Errors {
  private static final Set<String> WRONG_PLACE =
      Set.of(
          "PermanentRedirect",
          "AuthorizationHeaderMalformed",
          "IllegalLocationConstraintException",
          "InvalidBucketName",
          "MethodNotAllowed",
          "NotImplemented");
  private static final Set<String> AGAIN =
      Set.of(
          "BadDigest",
          "XAmzContentSHA256Mismatch",
          "XAmzContentChecksumMismatch",
          "InvalidDigest",
          "IncompleteBody",
          "RequestTimeout",
          "ConditionalRequestConflict",
          "OperationAborted",
          "SlowDown");

  private S3Errors() {}

  static Failure classify(AwsServiceException thrown, String what, String place) {
    AwsErrorDetails details = thrown.awsErrorDetails();
    String code = details == null || details.errorCode() == null ? "" : details.errorCode();
    FailureClass failureClass = failureClass(code, thrown.statusCode());
    String message = what + ": " + words(details, code, thrown.statusCode());
    return Failure.of(failureClass, message, hint(failureClass, code, place), thrown);
  }

  private static FailureClass failureClass(String code, int status) {
    if (code.equals("NoSuchBucket")) {
      return FailureClass.NO_SUCH_BUCKET;
    }
    if (AGAIN.contains(code)) {
      return FailureClass.TRANSIENT;
    }
    if (WRONG_PLACE.contains(code)) {
      return FailureClass.USAGE;
    }
    return switch (status) {
      case 301, 307, 308 -> FailureClass.USAGE;
      case 401, 403 -> FailureClass.DENIED;
      case 404 -> FailureClass.NOT_FOUND;
      case 412 -> FailureClass.CONFLICT;
      case 416 -> FailureClass.CORRUPT;
      default -> FailureClass.TRANSIENT;
    };
  }

  private static String words(AwsErrorDetails details, String code, int status) {
    String message = details == null ? null : details.errorMessage();
    String reason = message == null || message.isBlank() ? byStatus(status) : message;
    return reason + " (" + (code.isEmpty() ? "" : code + ", ") + "status " + status + ")";
  }

  private static String byStatus(int status) {
    return switch (status) {
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 412 -> "exists already";
      default -> "the store refused";
    };
  }

  private static String hint(FailureClass failureClass, String code, String place) {
    if (code.equals("RequestTimeTooSkewed")) {
      return "set the clock of this machine";
    }
    return switch (failureClass) {
      case DENIED -> "check the credentials and what they are allowed to do at " + place;
      case NO_SUCH_BUCKET -> "create the bucket first, or correct its name";
      case USAGE -> "check bucket, region and endpoint (" + place + ")";
      default -> null;
    };
  }
}

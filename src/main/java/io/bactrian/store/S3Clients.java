package io.bactrian.store;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Makes S3 clients: one try for each request (every count is ours), three deadlines, no checksum
 * but the SHA-256 that we send.
 */
final class S3Clients {
  /**
   * Shorter than the idle timeout of any server we know, so that no request meets a dead
   * connection.
   */
  private static final Duration IDLE = Duration.ofSeconds(5);

  private S3Clients() {}

  static S3Client open(S3Options options) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http(options))
            .region(region(options))
            .credentialsProvider(credentials(options))
            .forcePathStyle(options.pathStyle())
            .putAuthScheme(new UnsignedPayload())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                config ->
                    config
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(options.callTimeout())
                        .apiCallAttemptTimeout(options.callTimeout()));
    options.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static SdkHttpClient http(S3Options options) {
    return ApacheHttpClient.builder()
        .connectionTimeout(options.connectTimeout())
        .socketTimeout(options.readTimeout())
        .connectionAcquisitionTimeout(options.callTimeout())
        .connectionMaxIdleTime(IDLE)
        .maxConnections(64)
        .build();
  }

  private static Region region(S3Options options) {
    return Region.of(
        options
            .region()
            .or(() -> options.endpoint().isPresent() ? Optional.empty() : environmentRegion())
            .orElse("us-east-1"));
  }

  private static Optional<String> environmentRegion() {
    try {
      return Optional.of(new DefaultAwsRegionProviderChain().getRegion().id());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  private static AwsCredentialsProvider credentials(S3Options options) {
    if (options.credentials().isEmpty()) {
      return DefaultCredentialsProvider.builder().build();
    }
    S3Options.Keys keys = options.credentials().get();
    return StaticCredentialsProvider.create(
        keys.sessionToken().isPresent()
            ? AwsSessionCredentials.create(
                keys.accessKey(), keys.secretKey(), keys.sessionToken().get())
            : AwsBasicCredentials.create(keys.accessKey(), keys.secretKey()));
  }
}

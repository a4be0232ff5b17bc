package io.bactrian.store;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs requests over plain http as those over https: headers, not payload. The SDK would hash
 * every byte of a payload again. Nothing is lost: the SHA-256 of the payload is among the signed
 * headers, and the store compares it with what arrives.
 */
final class UnsignedPayload implements AwsV4AuthScheme, AwsV4HttpSigner {
  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

  @Override
  public String schemeId() {
    return SCHEME_ID;
  }

  @Override
  public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
    return providers.identityProvider(AwsCredentialsIdentity.class);
  }

  @Override
  public AwsV4HttpSigner signer() {
    return this;
  }

  @Override
  public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
    String protocol = request.request().protocol();
    SignedRequest signed =
        signer.sign(request.toBuilder().request(as("https", request.request())).build());
    return signed.toBuilder().request(as(protocol, signed.request())).build();
  }

  /** The port stays: it is part of the signed Host header. */
  private static SdkHttpRequest as(String protocol, SdkHttpRequest request) {
    return request.toBuilder().protocol(protocol).port(request.port()).build();
  }

  @Override
  public CompletableFuture<AsyncSignedRequest> signAsync(
      AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
    return signer.signAsync(request);
  }
}

package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.Objects;

/** A repository: a place in a store. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Storage {
  @JsonPropertyDescription(
      "The kind of store: s3 (any S3-compatible service), minio (s3 with endpoint and path-style"
          + " addresses), file (a directory, usually on a claim), or the name of a Kamelet that the"
          + " operator has been given.")
  @Size(min = 1, max = 63)
  @Required
  public String provider;

  @JsonPropertyDescription("The bucket. It must exist; s3, minio and gcs need it.")
  @Size(max = 255)
  public String bucket;

  @JsonPropertyDescription("The container of an Azure storage account. It must exist.")
  @Size(max = 255)
  public String container;

  @JsonPropertyDescription("The region of the bucket, for instance eu-central-1.")
  @Size(max = 63)
  public String region;

  @JsonPropertyDescription(
      "URL of the service where it is not the provider's own, for instance"
          + " https://minio.example.com:9000. Never with user or password.")
  @Size(max = 2048)
  public String endpoint;

  @JsonPropertyDescription("The Google Cloud project of the bucket.")
  @Size(max = 255)
  public String project;

  @JsonPropertyDescription("The Azure storage account.")
  @Size(max = 255)
  public String account;

  @JsonPropertyDescription(
      "Where in the bucket the repository begins, for instance backups/production. Many names may"
          + " share one repository: each has a directory <namespace>/<name> below it.")
  @Size(max = 512)
  public String prefix;

  @JsonPropertyDescription("provider file only: the claim that holds the repository.")
  public ClaimReference persistentVolumeClaim;

  @JsonPropertyDescription(
      "provider file only: the repository's directory, within the claim where there is one.")
  @Size(max = 4096)
  public String path;

  @JsonPropertyDescription(
      "The Secret with the credentials: accessKey, secretKey and sessionToken (or their AWS_*"
          + " names), serviceAccountJson, or one of accountKey, sas, connectionString. Without it:"
          + " what the worker's machine is granted.")
  public SecretReference secretRef;

  @Override
  public boolean equals(Object other) {
    return other instanceof Storage that
        && Objects.equals(provider, that.provider)
        && Objects.equals(bucket, that.bucket)
        && Objects.equals(container, that.container)
        && Objects.equals(region, that.region)
        && Objects.equals(endpoint, that.endpoint)
        && Objects.equals(project, that.project)
        && Objects.equals(account, that.account)
        && Objects.equals(prefix, that.prefix)
        && Objects.equals(persistentVolumeClaim, that.persistentVolumeClaim)
        && Objects.equals(path, that.path)
        && Objects.equals(secretRef, that.secretRef);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        provider,
        bucket,
        container,
        region,
        endpoint,
        project,
        account,
        prefix,
        persistentVolumeClaim,
        path,
        secretRef);
  }
}

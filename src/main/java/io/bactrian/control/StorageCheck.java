package io.bactrian.control;

import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/** Whether a repository can be found by what a spec says of it. */
final class StorageCheck {
  private static final String FILE = "file";
  private static final String MINIO = "minio";
  private static final List<String> BUILT_IN = List.of(FILE, "s3", MINIO);
  private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private final Checklist list;
  private final PathCheck paths;
  private final String field;

  StorageCheck(Checklist list, PathCheck paths, String spec) {
    this.list = list;
    this.paths = paths;
    this.field = spec + ".storage";
  }

  /** Whether the provider needs no mounted Kamelet, so that nobody has to be asked. */
  static boolean isBuiltIn(String provider) {
    return BUILT_IN.contains(provider);
  }

  void check(Storage storage) {
    if (storage == null) {
      list.missing(field, "say where backups are stored: storage: {provider: s3, bucket: …}");
      return;
    }
    if (!list.require(field + ".provider", storage.provider, "use one of " + known())) {
      return;
    }
    if (!PROVIDER.matcher(storage.provider).matches()) {
      list.bad(field + ".provider", storage.provider, "is not known", "use one of " + known());
    }
    if (storage.provider.equals(FILE)) {
      directory(storage);
    } else {
      bucket(storage);
    }
    plain(storage);
    secret(field + ".secretRef", storage.secretRef);
  }

  static String known() {
    return String.join(", ", BUILT_IN) + ", or the name of a mounted Kamelet";
  }

  private void directory(Storage storage) {
    paths.place(field, storage.persistentVolumeClaim, storage.path);
    onlyElsewhere("bucket", storage.bucket, "means nothing for provider file");
    onlyElsewhere("container", storage.container, "means nothing for provider file");
    onlyElsewhere("endpoint", storage.endpoint == null ? null : "", "means nothing here");
  }

  private void bucket(Storage storage) {
    String provider = storage.provider;
    if (isBuiltIn(provider)) {
      list.require(field + ".bucket", storage.bucket, "provider " + provider + " needs a bucket");
      onlyElsewhere("path", storage.path, "is for provider file; use prefix");
      if (storage.persistentVolumeClaim != null) {
        onlyElsewhere("persistentVolumeClaim", "", "is for provider file");
      }
    }
    if (provider.equals(MINIO)) {
      list.require(field + ".endpoint", storage.endpoint, "provider minio needs an endpoint");
    }
  }

  private void onlyElsewhere(String member, String value, String why) {
    if (value != null) {
      list.badUnseen(field + "." + member, why, "leave it out, or choose another provider");
    }
  }

  private void plain(Storage storage) {
    list.segment(field + ".bucket", storage.bucket);
    list.segment(field + ".container", storage.container);
    list.segment(field + ".region", storage.region);
    list.segment(field + ".project", storage.project);
    list.segment(field + ".account", storage.account);
    list.key(field + ".prefix", storage.prefix);
    if (storage.endpoint != null) {
      endpoint(storage.endpoint);
    }
  }

  /** What is refused may hold a password: it is never repeated. */
  private void endpoint(String endpoint) {
    String hint = "write it as https://host:port; credentials belong into secretRef";
    if (endpoint.indexOf('@') >= 0 || endpoint.indexOf('?') >= 0) {
      list.badUnseen(field + ".endpoint", "holds a user, a password or a query", hint);
    } else if (!isHttp(endpoint)) {
      list.bad(field + ".endpoint", endpoint, "is no address", hint);
    }
  }

  private static boolean isHttp(String endpoint) {
    try {
      URI uri = URI.create(endpoint);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      return http && uri.getHost() != null && uri.getFragment() == null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void secret(String at, SecretReference secret) {
    if (secret != null) {
      list.objectName(at + ".name", secret.name, "name the Secret that holds the credentials");
      list.namespace(at + ".namespace", secret.namespace);
    }
  }
}

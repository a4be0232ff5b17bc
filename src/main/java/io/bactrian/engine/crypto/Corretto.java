package io.bactrian.engine.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.Provider;
import javax.crypto.Cipher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Amazon Corretto Crypto Provider, loaded once on first use; absent on other platforms. */
final class Corretto {
  /** System property; "jdk" leaves the native library alone. */
  static final String PROPERTY = "bactrian.crypto.provider";

  private static final String GCM = "AES/GCM/NoPadding";
  private static final Logger LOG = LoggerFactory.getLogger(Corretto.class);
  private static volatile boolean asked;

  private Corretto() {}

  /** Whether somebody has loaded it, or tried to, already. */
  static boolean asked() {
    return asked;
  }

  static boolean available() {
    asked = true;
    return Loaded.PROVIDER != null;
  }

  static Cipher gcm() {
    try {
      return Cipher.getInstance(GCM, Loaded.PROVIDER);
    } catch (GeneralSecurityException e) {
      throw CryptoProviders.missing(e);
    }
  }

  /** Loading takes place when this class is initialized: once, and others wait for it. */
  private static final class Loaded {
    static final Provider PROVIDER;

    static {
      Provider provider = null;
      String reason = "asked for by " + PROPERTY;
      if (!"jdk".equals(System.getProperty(PROPERTY))) {
        try {
          provider = load();
          reason = "";
        } catch (LinkageError | RuntimeException | GeneralSecurityException e) {
          reason = e.toString();
        }
      }
      PROVIDER = provider;
      if (provider == null) {
        LOG.debug("AES-GCM by the JDK, not by Amazon Corretto: {}", reason);
      }
    }

    private static Provider load() throws GeneralSecurityException {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      if (provider.getLoadingError() != null) {
        throw new GeneralSecurityException(provider.getLoadingError());
      }
      Cipher.getInstance(GCM, provider);
      return provider;
    }
  }
}

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;

/**
 * {@code java TrustStore.java OUT CERTIFICATE…}: a store of certificates for lib/security/cacerts, without a password
 * and without times, so that the same certificates give the same bytes.
 */
final class TrustStore {
  public static void main(String[] args) throws Exception {
    System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
    System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    String[] files = Arrays.copyOfRange(args, 1, args.length);
    Arrays.sort(files);
    for (String file : files) {
      store.setCertificateEntry(Path.of(file).getFileName().toString(), read(Path.of(file)));
    }
    try (OutputStream out = Files.newOutputStream(Path.of(args[0]))) {
      store.store(out, null);
    }
  }

  private static Certificate read(Path file) throws Exception {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}

package io.bactrian.engine.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.converter.crypto.CryptoDataFormat;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** aes256-cbc is camel-crypto's own layout, read and written by it. */
class CamelCryptoTest {
  private static final byte[] CONTENT = Messages.bytes(100_001, 9);
  private final Cipherer ours = Ciphers.of(Algorithm.AES256_CBC, Messages.KEY, Messages.KEY_ID);

  @Test
  void unmarshal_ourMessage_isTheContent() throws Exception {
    try (CamelContext context = new DefaultCamelContext();
        CryptoDataFormat format = format(context)) {
      Exchange exchange = new DefaultExchange(context);
      InputStream message = new ByteArrayInputStream(Messages.seal(ours, CONTENT));
      Object plain = format.unmarshal(exchange, message);
      assertThat(context.getTypeConverter().convertTo(byte[].class, exchange, plain))
          .isEqualTo(CONTENT);
    }
  }

  @Test
  void open_whatCamelMarshalled_isTheContent() throws Exception {
    try (CamelContext context = new DefaultCamelContext();
        CryptoDataFormat format = format(context)) {
      Exchange exchange = new DefaultExchange(context);
      exchange.getIn().setHeader(CryptoDataFormat.KEY, aes());
      ByteArrayOutputStream message = new ByteArrayOutputStream();
      format.marshal(exchange, CONTENT, message);
      assertThat(Messages.open(ours, message.toByteArray())).isEqualTo(CONTENT);
    }
  }

  private static SecretKeySpec aes() {
    return new SecretKeySpec(Messages.KEY.bytes(), "AES");
  }

  @SuppressWarnings("deprecation") // what users of the format have today
  private static CryptoDataFormat format(CamelContext context) {
    context.start();
    CryptoDataFormat format = new CryptoDataFormat("AES/CBC/PKCS5Padding", aes());
    format.setInitVector(Messages.bytes(16, 8));
    format.setShouldInlineInitializationVector(true);
    format.setShouldAppendHMAC(false);
    format.start();
    return format;
  }
}

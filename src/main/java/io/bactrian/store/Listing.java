package io.bactrian.store;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.Page;
import io.bactrian.engine.store.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pages of plain keys. A key that is not plain was put there by somebody else: it is reported once,
 * and never given to a component, not even to list what comes after it.
 */
final class Listing {
  /** As many as S3 gives at most. */
  static final int LIMIT = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Listing.class);
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9+/=_.:~-]+");
  private static final int REPORTED = 20;

  private final KameletCaller caller;
  private final KeySpace keys;
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  Listing(KameletCaller caller, KeySpace keys) {
    this.caller = caller;
    this.keys = keys;
  }

  /** Follows the store's own tokens while a page holds nothing but keys that are not plain. */
  Page page(String prefix, String startAfter) {
    String after = startAfter.isEmpty() ? "" : keys.full(startAfter);
    Map<String, Object> variables = new HashMap<>();
    variables.put(StoreVariables.PREFIX, keys.fullPrefix(prefix));
    variables.put(StoreVariables.AFTER, after);
    variables.put(StoreVariables.LIMIT, LIMIT);
    while (true) {
      Exchange answer = caller.call("list", prefix, variables);
      List<Receipt> plain = plain(answer);
      Optional<String> token = token(answer, prefix);
      if (!plain.isEmpty() || token.isEmpty()) {
        return new Page(plain, token.isEmpty());
      }
      variables.put(StoreVariables.TOKEN, token.get());
    }
  }

  private List<Receipt> plain(Exchange answer) {
    List<Receipt> plain = new ArrayList<>();
    if (answer.getVariable(StoreVariables.PAGE) instanceof List<?> page) {
      for (Object item : page) {
        Map<?, ?> object = (Map<?, ?>) item;
        String full = String.valueOf(object.get("key"));
        Optional<String> key = keys.relative(full);
        if (key.isPresent()) {
          plain.add(new Receipt(key.get(), Receipts.number(object.get("length")), null));
        } else {
          report(full);
        }
      }
    }
    return plain;
  }

  private void report(String full) {
    if (reported.size() < REPORTED && reported.add(full)) {
      LOG.warn("object {} is not ours and left alone: its key is not plain", Shown.key(full));
      if (reported.size() == REPORTED) {
        LOG.warn("more objects with keys that are not plain are not reported one by one");
      }
    }
  }

  private static Optional<String> token(Exchange answer, String prefix) {
    Object token = answer.getVariable(StoreVariables.TOKEN);
    if (token == null || token.toString().isEmpty()) {
      return Optional.empty();
    }
    if (!TOKEN.matcher(token.toString()).matches()) {
      throw Failure.of(
          FailureClass.CORRUPT,
          "list '" + prefix + "': the store's token is not plain",
          "the Kamelet must give tokens of letters, digits and + / = _ . : ~ -");
    }
    return Optional.of(token.toString());
  }
}

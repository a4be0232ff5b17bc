package io.bactrian.engine.crypto;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.store.ObjectStore;
import io.bactrian.engine.store.Receipt;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data keys of one name that one KEK opens. Lists {@code keys/} once, when opened; unwraps on
 * demand and keeps what it unwrapped. Safe for many threads.
 */
public final class KeyRing {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
  private static final int LARGEST = 64 << 10;
  private static final int ID_BYTES = 8;

  private final ObjectStore store;
  private final String directory;
  private final SecretKeyBytes kek;
  private final String kekId;
  private final Map<String, WrappedKey> ours = new ConcurrentSkipListMap<>();
  private final Map<String, Set<String>> foreign = new TreeMap<>();
  private final Map<String, DataKey> unwrapped = new ConcurrentHashMap<>();

  private KeyRing(ObjectStore store, String nameDir, SecretKeyBytes kek) {
    this.store = store;
    this.directory = keysOf(nameDir);
    this.kek = kek;
    this.kekId = Kek.id(kek);
  }

  /**
   * Opens the keys of a name; none at all is well.
   *
   * @param nameDir {@code <namespace>/<name>}
   * @throws Failure WRONG_KEY where the name has keys and this KEK opens none of them; whatever the
   *     store throws
   */
  public static KeyRing open(ObjectStore store, String nameDir, SecretKeyBytes kek) {
    KeyRing ring = new KeyRing(store, nameDir, kek);
    ring.list();
    if (ring.ours.isEmpty() && !ring.foreign.isEmpty()) {
      Set<String> keks = new TreeSet<>();
      ring.foreign.values().forEach(keks::addAll);
      throw ring.wrongKey("the data keys of '" + nameDir + "' are", keks);
    }
    return ring;
  }

  /** Whether a name has keys, so that a key is needed to read or write it. Asks for one page. */
  public static boolean hasKeys(ObjectStore store, String nameDir) {
    return !store.list(keysOf(nameDir), "").objects().isEmpty();
  }

  public String kekId() {
    return kekId;
  }

  /**
   * The ids of the data keys this KEK opens, ascending; ids are random, so that is no order of age.
   */
  public Set<String> ids() {
    return Set.copyOf(ours.keySet());
  }

  /**
   * The data key of that id; empty where {@code keys/} has no such one.
   *
   * @throws Failure WRONG_KEY where it is there but wrapped by other KEKs only; CORRUPT where it is
   *     damaged; whatever the store throws
   */
  public Optional<DataKey> dataKey(String id) {
    WrappedKey wrapped = ours.get(id);
    if (wrapped == null) {
      if (foreign.containsKey(id)) {
        throw wrongKey("data key " + id + " is", foreign.get(id));
      }
      return Optional.empty();
    }
    return Optional.of(unwrapped.computeIfAbsent(id, key -> unwrap(wrapped)));
  }

  /**
   * A data key for new objects of that algorithm: the one with the lowest id, so that every process
   * chooses the same. A manifest, not this, tells which key is the newest.
   */
  public Optional<DataKey> first(Algorithm family) {
    return ours.values().stream()
        .filter(wrapped -> wrapped.family() == family)
        .findFirst()
        .flatMap(wrapped -> dataKey(wrapped.dataKeyId()));
  }

  /** Makes a random data key and stores it, wrapped, before it returns. */
  public DataKey create(Algorithm family) {
    DataKey dataKey = new DataKey(newId(), family, newKey());
    WrappedKey wrapped = new WrappedKey(dataKey.id(), kekId, family);
    store.put(directory + wrapped.name(), wrapped.seal(kek, dataKey.key()));
    unwrapped.put(dataKey.id(), dataKey);
    ours.put(dataKey.id(), wrapped);
    return dataKey;
  }

  @Override
  public String toString() {
    return "KeyRing[" + directory + ", " + kekId + "]";
  }

  private DataKey unwrap(WrappedKey wrapped) {
    return wrapped.open(kek, store.read(directory + wrapped.name(), LARGEST));
  }

  private void list() {
    for (Receipt receipt : store.listAll(directory)) {
      String name = receipt.key().substring(directory.length());
      WrappedKey.parse(name)
          .ifPresentOrElse(
              this::note, () -> LOG.warn("'{}' is no wrapped key; ignored", receipt.key()));
    }
  }

  private void note(WrappedKey wrapped) {
    if (wrapped.kekId().equals(kekId)) {
      ours.put(wrapped.dataKeyId(), wrapped);
    } else {
      foreign.computeIfAbsent(wrapped.dataKeyId(), id -> new TreeSet<>()).add(wrapped.kekId());
    }
  }

  private Failure wrongKey(String whatIs, Set<String> keks) {
    return Failure.of(
        FailureClass.WRONG_KEY,
        whatIs + " wrapped under key " + String.join(", ", keks) + "; the key given is " + kekId,
        "give that key; a new key needs a new name, for 'bactrian keys rotate' is not there yet");
  }

  private static String keysOf(String nameDir) {
    return nameDir + "/keys/";
  }

  private static String newId() {
    return HexFormat.of().formatHex(CryptoProviders.random(ID_BYTES));
  }

  private static SecretKeyBytes newKey() {
    return new SecretKeyBytes(CryptoProviders.random(SecretKeyBytes.LENGTH));
  }
}

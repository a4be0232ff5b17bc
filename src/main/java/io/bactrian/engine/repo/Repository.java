package io.bactrian.engine.repo;

import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.store.ObjectKey;
import io.bactrian.engine.store.ObjectStore;
import java.util.List;
import java.util.Optional;

/** Which names a repository holds. */
public final class Repository {
  private final ObjectStore store;

  public Repository(ObjectStore store) {
    this.store = store;
  }

  /** In byte order. */
  public List<String> namespaces() {
    return usable(Directories.below(store, ""));
  }

  /** The names of a namespace, in byte order. */
  public List<String> names(String namespace) {
    new Layout(namespace, "any");
    return usable(Directories.below(store, namespace + "/"));
  }

  /** What somebody else put there under names that are not plain is passed over. */
  private static List<String> usable(List<String> segments) {
    return segments.stream().filter(s -> ObjectKey.SEGMENT.matcher(s).matches()).toList();
  }

  /**
   * The name meant by {@code --name}, or the only one there is. USAGE if several are there and none
   * was given, or the one given is not there.
   *
   * @param name null where none was given
   */
  public Layout choose(String namespace, String name) {
    List<String> names = names(namespace);
    if (name != null) {
      Layout layout = new Layout(namespace, name);
      if (!names.contains(name)) {
        throw Failure.usage(
            "there is no backup '" + name + "' in " + place(namespace), hint(names));
      }
      return layout;
    }
    if (names.size() == 1) {
      return new Layout(namespace, names.get(0));
    }
    throw names.isEmpty()
        ? Failure.usage("there is no backup in " + place(namespace), otherNamespaces())
        : Failure.usage("there are several backup names in " + place(namespace), hint(names));
  }

  /** What to say of a namespace without a backup, where others have some. */
  public Optional<String> nothingIn(String namespace) {
    return names(namespace).isEmpty() && !namespaces().isEmpty()
        ? Optional.of("there is no backup in " + place(namespace) + ". HINT: " + otherNamespaces())
        : Optional.empty();
  }

  private String place(String namespace) {
    return "namespace '" + namespace + "' of " + store.describe();
  }

  private String hint(List<String> names) {
    return names.isEmpty() ? otherNamespaces() : "use --name with one of: " + Lists.some(names);
  }

  private String otherNamespaces() {
    List<String> namespaces = namespaces();
    return namespaces.isEmpty()
        ? "make one with 'bactrian backup'"
        : "use --namespace with one of: " + Lists.some(namespaces);
  }

  /** What a reader demands of the manifests of a name, if it has no key. */
  public static ManifestTrust trustWithoutKey(ObjectStore store, Layout layout) {
    return ManifestTrust.withoutKey(!store.list(layout.keysDir(), "").objects().isEmpty());
  }
}

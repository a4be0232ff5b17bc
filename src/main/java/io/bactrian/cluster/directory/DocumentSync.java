package io.bactrian.cluster.directory;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.bactrian.engine.failure.Failure;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes resources of documents. A resource whose document is missing at two looks running is
 * deleted; not while its file is malformed or being written, nor while a file may hold it that was
 * never read. One thread only.
 */
final class DocumentSync {
  private static final Logger LOG = LoggerFactory.getLogger(DocumentSync.class);

  private final List<DirectoryResources<?>> kinds;
  private final EventLog events;
  private final Map<ResourceKey, Integer> missing = new HashMap<>();
  private final Map<ResourceKey, Failure> refused =
      new TreeMap<>(Comparator.comparing(ResourceKey::toString));
  private final List<Failure> kept = new ArrayList<>();
  private final Set<String> told = new HashSet<>();

  DocumentSync(List<DirectoryResources<?>> kinds, EventLog events) {
    this.kinds = kinds;
    this.events = events;
  }

  /** Whether every document that is gone has been acted upon. */
  boolean settled() {
    return missing.isEmpty();
  }

  /** Why changed documents are not followed, and resources stay whose file was emptied. */
  List<Failure> refusals() {
    return Stream.concat(refused.values().stream(), kept.stream()).toList();
  }

  void apply(Folder.Said said) {
    refused.keySet().retainAll(said.documents().keySet());
    kept.clear();
    for (DirectoryResources<?> kind : kinds) {
      takeIn(kind, said);
      takeAway(kind, said);
    }
  }

  private <R extends CustomResource<?, ?>> void takeIn(
      DirectoryResources<R> kind, Folder.Said said) {
    for (Document document : said.documents().values()) {
      if (document.key().kind().equals(kind.kind())) {
        takeIn(kind, document);
      }
    }
  }

  private <R extends CustomResource<?, ?>> void takeIn(
      DirectoryResources<R> kind, Document document) {
    R given = kind.type().cast(document.resource());
    ResourceKey key = document.key();
    var now = kind.get(key.namespace(), key.name());
    if (now.isEmpty()) {
      kind.createFrom(given, document.file());
      refused.remove(key);
      LOG.info("{}: {}", document.place(), key);
    } else if (now.get().getMetadata().getDeletionTimestamp() == null) {
      refuse(document, kind.update(given, document.file()));
    }
  }

  private void refuse(Document document, List<String> frozen) {
    if (frozen.isEmpty()) {
      refused.remove(document.key());
      return;
    }
    String what =
        String.join(", ", frozen)
            + " of "
            + document.place()
            + " may not change: the spec stays as it was";
    String hint = "put it back, or give the new one another name";
    Failure before = refused.put(document.key(), Failure.usage(document.key() + ": " + what, hint));
    if (before == null || !before.getMessage().endsWith(what)) {
      LOG.error("{}: {}. HINT: {}", document.key(), what, hint);
      events.tell(document.key(), Notice.warning("ChangeRefused", what + ". HINT: " + hint));
    }
  }

  private <R extends CustomResource<?, ?>> void takeAway(
      DirectoryResources<R> kind, Folder.Said said) {
    for (R resource : kind.list()) {
      var meta = resource.getMetadata();
      ResourceKey key = new ResourceKey(kind.kind(), meta.getNamespace(), meta.getName());
      String file = FromDocument.file(resource);
      boolean there = file == null || said.documents().containsKey(key);
      boolean stays = there || meta.getDeletionTimestamp() != null;
      if (!stays && said.emptied().contains(file)) {
        keep(key, file);
        stays = true;
      }
      if (stays || mayBeIn(file, said)) {
        missing.remove(key);
      } else if (missing.merge(key, 1, Integer::sum) > 1) {
        missing.remove(key);
        LOG.info("{} is no longer in {}: deleted", key, file);
        kind.delete(meta.getNamespace(), meta.getName(), meta.getUid());
      }
    }
  }

  /** Nobody deletes by an empty file: a full disk makes one, and data may go with the resource. */
  private void keep(ResourceKey key, String file) {
    String what = "'" + file + "' is empty: " + key + " stays";
    String hint = "remove the file to delete what it said, or write it again";
    kept.add(Failure.usage(what, hint));
    if (told.add(what)) {
      LOG.error("{}. HINT: {}", what, hint);
    }
  }

  private boolean mayBeIn(String file, Folder.Said said) {
    return !said.unsettled().isEmpty()
        || said.malformed().containsKey(file)
        || !owners().containsAll(said.malformed().keySet());
  }

  /** Files that resources come from. */
  private Set<String> owners() {
    Set<String> owners = new HashSet<>();
    kinds.forEach(kind -> kind.list().stream().map(FromDocument::file).forEach(owners::add));
    owners.removeIf(Objects::isNull);
    return owners;
  }
}

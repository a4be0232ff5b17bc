package io.bactrian.cluster.directory;

import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
  private final Map<ResourceKey, List<String>> refused = new HashMap<>();

  DocumentSync(List<DirectoryResources<?>> kinds, EventLog events) {
    this.kinds = kinds;
    this.events = events;
  }

  /** Whether every document that is gone has been acted upon. */
  boolean settled() {
    return missing.isEmpty();
  }

  void apply(Folder.Said said) {
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
      LOG.info("{}: {}", document.place(), key);
    } else if (now.get().getMetadata().getDeletionTimestamp() == null) {
      refuse(document, kind.update(given, document.file()));
    }
  }

  private void refuse(Document document, List<String> frozen) {
    if (frozen.isEmpty()) {
      refused.remove(document.key());
    } else if (!frozen.equals(refused.put(document.key(), frozen))) {
      String text =
          String.join(", ", frozen)
              + " of "
              + document.place()
              + " may not change: the spec stays as it was. HINT: put it back, or give the new one"
              + " another name";
      LOG.error("{}: {}", document.key(), text);
      events.tell(document.key(), Notice.warning("ChangeRefused", text));
    }
  }

  private <R extends CustomResource<?, ?>> void takeAway(
      DirectoryResources<R> kind, Folder.Said said) {
    for (R resource : kind.list()) {
      var meta = resource.getMetadata();
      ResourceKey key = new ResourceKey(kind.kind(), meta.getNamespace(), meta.getName());
      String file = DirectoryResources.document(resource);
      boolean there = file == null || said.documents().containsKey(key);
      if (there || meta.getDeletionTimestamp() != null || mayBeIn(file, said)) {
        missing.remove(key);
      } else if (missing.merge(key, 1, Integer::sum) > 1) {
        missing.remove(key);
        LOG.info("{} is no longer in {}: deleted", key, file);
        kind.delete(meta.getNamespace(), meta.getName(), meta.getUid());
      }
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
    kinds.forEach(
        kind -> kind.list().stream().map(DirectoryResources::document).forEach(owners::add));
    owners.removeIf(Objects::isNull);
    return owners;
  }
}

package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people by Events, from a thread of its own. What was told before only counts up; where too
 * much waits, the newest is dropped. Never throws.
 */
final class EventTeller implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventTeller.class);
  private static final int WAITING = 1000;
  private static final int REMEMBERED = 2000;
  private static final int MESSAGE_LIMIT = 1000;
  private static final String SOURCE = "bactrian";

  /**
   * @param message a digest: two thousand messages of a kilobyte would be an operator's heap
   */
  private record Told(String uid, String reason, UUID message) {
    static Told of(String uid, Notice notice) {
      byte[] words = cut(notice.message()).getBytes(StandardCharsets.UTF_8);
      return new Told(uid, notice.reason(), UUID.nameUUIDFromBytes(words));
    }
  }

  /**
   * All that is remembered of an Event: the API server's answer, managed fields and all, is much.
   */
  private record Sent(String name, int count, String first) {}

  private final Api api;
  private final ThreadPoolExecutor sender;
  private final Map<Told, Sent> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Sent> eldest) {
          return size() > REMEMBERED;
        }
      };

  EventTeller(KubernetesClient client) {
    this.api = new Api(client);
    this.sender =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "events");
              thread.setDaemon(true);
              return thread;
            },
            (task, executor) -> LOG.debug("an event was dropped: too many wait"));
  }

  void tell(ResourceKey about, String uid, Notice notice) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    sender.execute(() -> send(about, uid, notice, now.toString()));
  }

  private void send(ResourceKey about, String uid, Notice notice, String now) {
    try {
      Told what = Told.of(uid, notice);
      Sent before = told.get(what);
      String name = about.name() + "." + Long.toHexString(System.nanoTime());
      Sent sent =
          before == null
              ? new Sent(name, 1, now)
              : new Sent(before.name(), before.count() + 1, before.first());
      if (before == null || !countedUp(about, sent, now)) {
        post(about, uid, notice, sent, now);
      }
      told.put(what, sent);
    } catch (RuntimeException e) {
      LOG.debug("an event about {} was not taken", about, e);
    }
  }

  private void post(ResourceKey about, String uid, Notice notice, Sent sent, String now) {
    Event event =
        head(about, sent)
            .withNewInvolvedObject()
            .withApiVersion(Names.GROUP + "/" + Names.VERSION)
            .withKind(about.kind())
            .withNamespace(about.namespace())
            .withName(about.name())
            .withUid(uid)
            .endInvolvedObject()
            .withType(notice.warning() ? "Warning" : "Normal")
            .withReason(notice.reason())
            .withMessage(cut(notice.message()))
            .withNewSource()
            .withComponent(SOURCE)
            .endSource()
            .withReportingComponent(SOURCE)
            .withReportingInstance(SOURCE)
            .withFirstTimestamp(sent.first())
            .withLastTimestamp(now)
            .withCount(sent.count())
            .build();
    api.post(Api.path("api/v1", about.namespace(), "events"), event, Event.class);
  }

  private static EventBuilder head(ResourceKey about, Sent sent) {
    return new EventBuilder()
        .withNewMetadata()
        .withNamespace(about.namespace())
        .withName(sent.name())
        .endMetadata();
  }

  /** False where it is gone: an Event lives for an hour. */
  private boolean countedUp(ResourceKey about, Sent sent, String now) {
    Event event = head(about, sent).build();
    try {
      api.merge(event, Map.of("count", sent.count(), "lastTimestamp", now));
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
      return false;
    }
  }

  private static String cut(String message) {
    return message.length() > MESSAGE_LIMIT ? message.substring(0, MESSAGE_LIMIT) + "…" : message;
  }

  /** What waits is still sent, for at most two seconds. */
  @Override
  public void close() {
    sender.shutdown();
    try {
      if (!sender.awaitTermination(2, TimeUnit.SECONDS)) {
        sender.shutdownNow();
      }
    } catch (InterruptedException e) {
      sender.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}

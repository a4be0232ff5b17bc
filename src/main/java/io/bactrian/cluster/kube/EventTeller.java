package io.bactrian.cluster.kube;

import io.bactrian.api.Names;
import io.bactrian.cluster.ResourceKey;
import io.bactrian.control.Notice;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
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

  private record Told(String uid, String reason, String message) {}

  private final Api api;
  private final ThreadPoolExecutor sender;
  private final Map<Told, Event> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Told, Event> eldest) {
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
      Told what = new Told(uid, notice.reason(), cut(notice.message()));
      Event before = told.get(what);
      told.put(what, before == null ? first(about, uid, notice, now) : again(before, now));
    } catch (RuntimeException e) {
      LOG.debug("an event about {} was not taken", about, e);
    }
  }

  private Event first(ResourceKey about, String uid, Notice notice, String now) {
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(about.namespace())
            .withName(about.name() + "." + Long.toHexString(System.nanoTime()))
            .endMetadata()
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
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .build();
    return api.post(Api.path("api/v1", about.namespace(), "events"), event, Event.class);
  }

  /** An Event lives for an hour: one that is gone is told as new. */
  private Event again(Event before, String now) {
    int count = before.getCount() + 1;
    try {
      return api.merge(before, Map.of("count", count, "lastTimestamp", now));
    } catch (KubernetesClientException e) {
      if (e.getCode() != 404) {
        throw e;
      }
      Event anew = new EventBuilder(before).build();
      anew.getMetadata().setResourceVersion(null);
      anew.getMetadata().setUid(null);
      anew.setLastTimestamp(now);
      anew.setCount(count);
      return api.post(
          Api.path("api/v1", before.getMetadata().getNamespace(), "events"), anew, Event.class);
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

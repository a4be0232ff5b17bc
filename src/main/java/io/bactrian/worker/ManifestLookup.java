package io.bactrian.worker;

import io.bactrian.api.KeyReference;
import io.bactrian.api.SecretReference;
import io.bactrian.api.Storage;
import io.bactrian.cluster.RunLookup;
import io.bactrian.config.Resolved;
import io.bactrian.control.Question;
import io.bactrian.control.RunFact;
import io.bactrian.engine.crypto.KeyFile;
import io.bactrian.engine.crypto.SecretKeyBytes;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.repo.Layout;
import io.bactrian.engine.repo.Manifest;
import io.bactrian.engine.repo.ManifestTrust;
import io.bactrian.engine.repo.Repository;
import io.bactrian.engine.repo.RunId;
import io.bactrian.engine.repo.Runs;
import io.bactrian.engine.store.ObjectStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads the one manifest of a run, with the credentials and the key of the resource that asks. Each
 * question is answered within {@link #DEADLINE}; two tries of each request at most. Thread-safe.
 *
 * <p>A repository on a claim cannot be reached from where this runs. The answer is {@code none},
 * which is safe: the next worker looks for a committed run of the same uid before it writes
 * anything, and reports that run as its own.
 */
public final class ManifestLookup implements RunLookup, AutoCloseable {
  public static final Duration DEADLINE = Duration.ofSeconds(20);

  private static final int AT_ONCE = 8;

  private final Secrets secrets;
  private final LookupStores stores;
  private final ExecutorService threads;
  private final Duration deadline;

  /**
   * Members of a Secret that the asking namespace may use: {@link
   * io.bactrian.cluster.Secrets#read}.
   */
  @FunctionalInterface
  public interface Secrets {
    Optional<Map<String, byte[]>> read(String askingNamespace, SecretReference secret);
  }

  public ManifestLookup(Secrets secrets, Resolved resolved) {
    this(secrets, resolved, DEADLINE);
  }

  ManifestLookup(Secrets secrets, Resolved resolved, Duration deadline) {
    this.secrets = secrets;
    this.stores = new LookupStores(resolved, System::nanoTime);
    this.deadline = deadline;
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            AT_ONCE,
            AT_ONCE,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "run-lookup");
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    this.threads = pool;
  }

  @Override
  public RunFact find(Question.Committed question) {
    if (question.storage() != null && question.storage().persistentVolumeClaim != null) {
      return RunFact.none();
    }
    Hidden hidden = new Hidden();
    Future<RunFact> answer = threads.submit(() -> look(question, hidden));
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return RunFact.unknown("the store did not answer within " + deadline.toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      return RunFact.unknown("interrupted while the store was asked");
    } catch (ExecutionException e) {
      return trouble(e.getCause(), hidden);
    }
  }

  /**
   * Where the bucket or the run is not there, nothing is committed; of anything else we know not.
   */
  private static RunFact trouble(Throwable thrown, Hidden hidden) {
    if (thrown instanceof Failure failure
        && (failure.failureClass() == FailureClass.NO_SUCH_BUCKET
            || failure.failureClass() == FailureClass.NOT_FOUND)) {
      return RunFact.none();
    }
    FailureText text = FailureText.of(thrown);
    return RunFact.unknown(EndMessage.cut(hidden.struckOut(text.message()), 512));
  }

  private RunFact look(Question.Committed question, Hidden hidden) {
    Storage storage = question.storage();
    Map<String, String> secret =
        storage == null || storage.secretRef == null
            ? Map.of()
            : StorageSecret.settings(members(question.asking(), storage.secretRef));
    secret.values().forEach(hidden::add);
    Layout layout = new Layout(question.backupNamespace(), question.backupName());
    RunId run = new RunId(question.runId());
    return stores.ask(
        StorageSettings.of(storage, null, secret),
        store -> look(store, layout, run, question, hidden));
  }

  private RunFact look(
      ObjectStore store, Layout layout, RunId run, Question.Committed question, Hidden hidden) {
    if (store.head(layout.manifest(run)).isEmpty()) {
      return RunFact.none();
    }
    Runs runs = new Runs(store, layout, trust(store, layout, question, hidden));
    if (!runs.isCommitted(run)) {
      return RunFact.none();
    }
    Manifest manifest = runs.read(run).manifest();
    return question.uid().equals(manifest.identity().uid())
        ? RunFact.of(Ends.run(manifest))
        : RunFact.none();
  }

  private ManifestTrust trust(
      ObjectStore store, Layout layout, Question.Committed question, Hidden hidden) {
    if (question.key() == null) {
      return Repository.trustWithoutKey(store, layout);
    }
    SecretKeyBytes key = key(question.asking(), question.key());
    hidden.add(key.hex());
    return ReadKeys.open(store, layout, Optional.of(key)).trust();
  }

  private SecretKeyBytes key(String asking, KeyReference reference) {
    SecretReference secret = new SecretReference();
    secret.name = reference.name;
    secret.namespace = reference.namespace;
    String member = reference.keyField == null ? "key" : reference.keyField;
    return Optional.ofNullable(members(asking, secret).get(member))
        .flatMap(KeyFile::of)
        .orElseThrow(
            () ->
                Failure.usage(
                    "Secret '" + reference.name + "' holds no key under '" + member + "'",
                    "it is 64 hex digits, 44 characters of base64, or 32 raw bytes"));
  }

  private Map<String, byte[]> members(String asking, SecretReference secret) {
    return secrets
        .read(asking, secret)
        .orElseThrow(
            () ->
                Failure.usage(
                    "Secret '" + secret.name + "' is not there, or may not be used",
                    "see the resource's conditions"));
  }

  @Override
  public void close() {
    threads.shutdownNow();
    stores.close();
  }
}

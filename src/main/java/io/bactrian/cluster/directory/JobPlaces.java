package io.bactrian.cluster.directory;

import io.bactrian.api.Storage;
import io.bactrian.api.WorkerOrder;
import io.bactrian.control.Question;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where on this machine a worker finds the data and a file repository. */
final class JobPlaces {
  private final Path base;
  private final DirectoryClaims claims;

  JobPlaces(Path base, DirectoryClaims claims) {
    this.base = base;
    this.claims = claims;
  }

  /** Sets the order's directories. USAGE where a claim is unknown, or a path leads out of one. */
  void set(JobState job, WorkerOrder order) {
    String path = order.dataDirectory;
    if (job.dataClaim != null) {
      Path claim = claim(job.resourceNamespace, job.dataClaim);
      if (!order.task.equals("backup")) {
        create(claim);
      }
      order.dataDirectory = within(claim, path).toString();
    } else if (path != null) {
      order.dataDirectory = base.resolve(path).normalize().toString();
    }
    if (order.storage != null && "file".equals(order.storage.provider)) {
      order.repositoryDirectory = repository(job, order).toString();
    }
  }

  private Path repository(JobState job, WorkerOrder order) {
    String path = order.storage.path;
    if (job.repositoryClaim == null) {
      return base.resolve(path == null ? "" : path).normalize();
    }
    Path claim = claim(job.resourceNamespace, job.repositoryClaim);
    Path repository = within(claim, path);
    if (order.task.equals("backup")) {
      create(claim);
      create(repository);
    } else if (Boolean.TRUE.equals(order.stored) && !Files.isDirectory(claim)) {
      throw Failure.of(
          FailureClass.NO_SUCH_BUCKET,
          "the directory '"
              + claim
              + "' of the claim '"
              + job.repositoryClaim
              + "' is not there, and a backup was stored in it",
          "is the disk mounted? If the repository was removed on purpose, make the directory");
    }
    return repository;
  }

  /** See {@link DirectoryCluster#reachable}. */
  Question.Committed reachable(Question.Committed question) {
    Storage given = question.storage();
    if (given == null || given.persistentVolumeClaim == null) {
      return question;
    }
    Path claim = claim(question.asking(), given.persistentVolumeClaim.claimName);
    Storage storage = Formats.copy(given, Storage.class);
    storage.persistentVolumeClaim = null;
    storage.path = within(claim, given.path).toString();
    return new Question.Committed(
        question.asking(),
        storage,
        question.key(),
        question.backupNamespace(),
        question.backupName(),
        question.runId(),
        question.uid());
  }

  private Path claim(String namespace, String name) {
    return claims
        .directory(namespace, name)
        .orElseThrow(
            () ->
                Failure.usage(
                    "nothing says where the claim '" + name + "' lies",
                    "annotate its document with "
                        + DirectoryClaims.DIRECTORY
                        + ", or set bactrian.run.claim."
                        + name));
  }

  private static Path within(Path claim, String path) {
    String relative = path == null ? "" : path.replaceFirst("^/+", "");
    Path inside = claim.resolve(relative).normalize();
    if (!inside.startsWith(claim)) {
      throw Failure.usage(
          "the path '" + path + "' leads out of its claim", "name a path within the claim");
    }
    return inside;
  }

  /** A new claim is an empty directory; but the one above may be a disk that is not mounted. */
  private static void create(Path directory) {
    Path parent = directory.getParent();
    if (Files.exists(directory) || parent == null || !Files.isDirectory(parent)) {
      return;
    }
    try {
      Files.createDirectory(directory);
    } catch (IOException e) {
      throw Failure.usage("the directory '" + directory + "' cannot be created: " + e, "create it");
    }
  }
}

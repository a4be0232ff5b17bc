package io.bactrian.cluster.directory;

import io.bactrian.api.SecretReference;
import io.bactrian.api.WorkerOrder;
import io.bactrian.engine.failure.Failure;
import io.bactrian.engine.failure.FailureClass;
import io.bactrian.engine.work.PrivateDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Secrets as files, as a pod would mount them: in a directory that only the owner of this process
 * may enter, as long as the worker runs.
 */
final class JobSecrets {
  private final Path directory;
  private final DirectorySecrets secrets;

  JobSecrets(Path directory, DirectorySecrets secrets) {
    this.directory = directory;
    this.secrets = secrets;
  }

  /** Removes what a process left that was killed. */
  void purge() throws IOException {
    PrivateDirectory.remove(directory);
    DurableFiles.privateDirectory(directory);
  }

  /** The files of one worker; closing removes them. */
  final class Mounted implements AutoCloseable {
    private final Path mount = directory.resolve(UUID.randomUUID().toString());

    @Override
    public void close() throws IOException {
      PrivateDirectory.remove(mount);
    }

    @Override
    public String toString() {
      return mount.toString();
    }

    private Path write(String volume, JobState.UsedSecret used, JobState job) throws IOException {
      Path target = DurableFiles.privateDirectory(mount.resolve(volume));
      Map<String, byte[]> values = values(used, job);
      List<String> members = used.members.isEmpty() ? List.copyOf(values.keySet()) : used.members;
      for (String member : members) {
        byte[] value = values.get(member);
        if (value != null) {
          DurableFiles.write(target.resolve(member), value);
        }
      }
      return target;
    }
  }

  /** Writes the files that the Job asks for, and tells the order where. */
  Mounted mount(JobState job, WorkerOrder order) throws IOException {
    Mounted mounted = new Mounted();
    try {
      if (job.storageSecret != null) {
        order.storageSecretDirectory = mounted.write("storage", job.storageSecret, job).toString();
      }
      if (job.key != null) {
        Path keys = mounted.write("key", job.key, job);
        String member = job.key.members.isEmpty() ? "key" : job.key.members.get(0);
        order.keyFile = keys.resolve(member).toString();
      }
      return mounted;
    } catch (IOException | RuntimeException e) {
      mounted.close();
      throw e;
    }
  }

  /** A Job may mount what its own namespace holds, and what the resource may use. */
  private Map<String, byte[]> values(JobState.UsedSecret used, JobState job) {
    String asking = used.namespace.equals(job.namespace) ? job.namespace : job.resourceNamespace;
    SecretReference reference = new SecretReference();
    reference.name = used.name;
    reference.namespace = used.namespace;
    return secrets
        .read(asking, reference)
        .orElseThrow(
            () ->
                Failure.of(
                    FailureClass.TRANSIENT,
                    "the Secret " + used.namespace + "/" + used.name + " is gone",
                    "put its document back"));
  }
}

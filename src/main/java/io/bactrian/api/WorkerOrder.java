package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** All that a worker is told: the mounted file {@code order.json}. Holds no secret. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class WorkerOrder {
  public int formatVersion;

  /** {@code backup}, {@code restore} or {@code clean}. */
  public String task;

  /** Kind, namespace, name and uid of the resource that asks. */
  public String kind;

  public String namespace;
  public String name;
  public String uid;
  public int attempt;

  /** The directory in the repository, two parts. */
  public String backupNamespace;

  public String backupName;

  /**
   * backup: the run to write; restore, clean: the runs in question (restore: one, or {@code
   * latest}).
   */
  public List<String> runIds;

  /**
   * clean: whether something of it is known to have been stored, so that a directory that is not
   * there is no empty repository but a disk that is not mounted.
   */
  public Boolean stored;

  public Storage storage;

  /** Directory with one file for each member of the storage Secret, or null. */
  public String storageSecretDirectory;

  /** The file repository's directory as the worker sees it, or null. */
  public String repositoryDirectory;

  /** The data as the worker sees it: read (backup) or written (restore). */
  public String dataDirectory;

  public List<String> exclude;
  public Settings settings;

  /** The key as a file, or null without encryption. */
  public String keyFile;

  /** For people, where that file comes from: {@code <namespace>/<name>, member <member>}. */
  public String keySecret;

  public String overwrite;
  public List<String> paths;
}

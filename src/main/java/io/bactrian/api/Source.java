package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where the data lies. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Source {
  @JsonPropertyDescription(
      "The claim whose files are copied, of this namespace; the worker mounts it read-only.")
  public ClaimReference persistentVolumeClaim;

  @JsonPropertyDescription(
      "The directory within the claim that is copied, for instance data/db; without it the whole"
          + " claim. Without a claim a directory of the machine, which only bactrian run allows.")
  @Size(max = 4096)
  public String path;

  @JsonPropertyDescription(
      "Globs of what is left out, relative to the directory that is copied: *.tmp, cache/**.")
  @Size(max = 256)
  public List<String> exclude;
}

package io.bactrian.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;

/** Which backups go: those beyond the count and beyond the age. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RetentionSpec {
  @JsonPropertyDescription(
      "Backups younger than this are kept, for instance 30d. Without it age spares none.")
  @Size(max = 63)
  public String remoteRetention;

  @JsonPropertyDescription(
      "So many of the newest good backups are kept, however old. Without it count spares none but"
          + " the newest.")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  public Integer keepCount;
}

package io.bactrian.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bactrian.control.Keywords;
import io.bactrian.control.Phase;
import io.bactrian.control.Times;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where one resource stands, as its status tells. */
record RunStanding(CustomResource<?, ?> resource, JsonNode status) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> MISSING =
      Set.of(
          Keywords.CLAIM_NOT_FOUND,
          Keywords.SECRET_NOT_FOUND,
          Keywords.BACKUP_NOT_FOUND,
          Keywords.BACKUP_NOT_COMPLETE,
          Keywords.WORKLOAD_NOT_FOUND);

  /** How it will go on. */
  enum Outlook {
    ACTIVE,
    GOOD,
    BAD,
    /** For what is not there: a document, or a Backup that is complete. */
    WAITING
  }

  static RunStanding of(CustomResource<?, ?> resource) {
    return new RunStanding(resource, JSON.valueToTree(resource.getStatus()));
  }

  /** As the status has it; empty before the first. */
  String phase() {
    return status.path("phase").asText("");
  }

  Outlook outlook() {
    if (resource.getMetadata().getDeletionTimestamp() != null) {
      return Phase.CLEAN_FAILED.is(phase()) && !isCleaningDue() ? Outlook.BAD : Outlook.ACTIVE;
    }
    if (!isSeen()) {
      return Outlook.ACTIVE;
    }
    if (Phase.FAILED.is(phase()) || Phase.INVALID.is(phase())) {
      return Outlook.BAD;
    }
    if (Phase.COMPLETE.is(phase()) || isSchedule() && status.has("conditions")) {
      return Outlook.GOOD;
    }
    return MISSING.contains(reason()) ? Outlook.WAITING : Outlook.ACTIVE;
  }

  /** Whether the status tells of the spec as it is now, and not as it was before it was changed. */
  private boolean isSeen() {
    Long generation = resource.getMetadata().getGeneration();
    return generation == null || status.path("observedGeneration").asLong() == generation;
  }

  /** A try that is due is waited for, so that one process after another with --once cleans. */
  private boolean isCleaningDue() {
    return Times.parse(status.path("cleanRetryAt").asText(null))
        .filter(time -> !time.isAfter(Instant.now()))
        .isPresent();
  }

  private boolean isSchedule() {
    return resource.getKind().equals("BackupSchedule");
  }

  private String reason() {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Reconciling")) {
        return condition.path("reason").asText();
      }
    }
    return "";
  }

  /** What there is to say of it beyond the phase. */
  String remark() {
    JsonNode failure = status.path("failure");
    if (!failure.path("message").asText("").isEmpty()) {
      return failure.path("message").asText();
    }
    if (outlook() == Outlook.WAITING) {
      return status.path("conditions").path(0).path("message").asText();
    }
    return Phase.COMPLETE.is(phase()) ? status.path("backupSizeReadable").asText("") : "";
  }

  /** For people, at the end: where it stands, and what to do if there is something to do. */
  List<String> lines() {
    String line = "%-13s %s  %s".formatted(phase(), name(), remark()).stripTrailing();
    String hint = status.path("failure").path("hint").asText("");
    return outlook() == Outlook.BAD && !hint.isEmpty()
        ? List.of(line, " ".repeat(14) + "HINT: " + hint)
        : List.of(line);
  }

  String name() {
    var meta = resource.getMetadata();
    return resource.getKind() + " " + meta.getNamespace() + "/" + meta.getName();
  }

  /** For {@code --output json}. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new TreeMap<>();
    map.put("kind", resource.getKind());
    map.put("namespace", resource.getMetadata().getNamespace());
    map.put("name", resource.getMetadata().getName());
    map.put("phase", phase());
    map.put("status", status);
    return map;
  }
}

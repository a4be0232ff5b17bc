package io.bactrian.cli;

import io.bactrian.config.OperatorSettings;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bactrian operator}. */
@Command(
    name = "operator",
    description = {
      "Run the operator of a Kubernetes cluster.",
      "Watches Backup, Restore and BackupSchedule resources and runs worker Jobs for them.",
      "The cluster is the one that it runs in, else that of KUBECONFIG or ~/.kube/config.",
      "Start two: one leads, the other takes over. SIGTERM ends what is under way and lets go."
    },
    sortOptions = false,
    footer = {
      "",
      "Variables: POD_NAMESPACE (where it runs), DISABLE_LOG_BACKUP_RETRY=true (log backups are not",
      "tried again). An operator that loses the lead, as while the API server is away, begins anew.",
      "",
      "Examples:",
      "  bactrian operator",
      "  bactrian operator --namespaces shop,staging --operator-namespace bactrian-system",
      "  bactrian operator --port 9877 --set bactrian.operator.lease.enabled=false"
    })
final class OperatorVerb extends Verb {
  @Option(
      names = "--namespaces",
      paramLabel = "NAMES",
      description = "Namespaces to watch, separated by commas (default: all).")
  String namespaces;

  @Option(
      names = "--operator-namespace",
      paramLabel = "NAME",
      description = "Where clean Jobs run and the lease lies (default: POD_NAMESPACE).")
  String operatorNamespace;

  @Option(
      names = "--concurrency",
      paramLabel = "C",
      description = "Resources of one kind handled at once (default 4).")
  String concurrency;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Of health and metrics (default 9876; 0: none).")
  String port;

  @Override
  List<String> settingFlags() {
    List<String> flags = new ArrayList<>();
    addFlag(flags, "bactrian.operator.namespaces", namespaces);
    addFlag(flags, "bactrian.operator.namespace", operatorNamespace);
    addFlag(flags, "bactrian.operator.concurrency", concurrency);
    addFlag(flags, "bactrian.operator.port", port);
    return flags;
  }

  @Override
  Report run(Session session) {
    OperatorSettings settings = OperatorSettings.of(session.resolved(), System.getenv());
    return new OperatorRunner(session, settings).run();
  }
}

package io.bactrian.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;

/**
 * Sets up logback without its XML reader, which costs a tenth of a second: one line per event on
 * stderr, our own packages at info, everything else from warn on, but not what Camel's error
 * handlers say: the verb itself reports its failure. {@code -Dlogback.configurationFile=…} in
 * BACTRIAN_JAVA_OPTS wins over this.
 */
public final class Logging extends ContextAwareBase implements Configurator {

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty("logback.configurationFile") != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %msg%n%ex{short}");
    encoder.start();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder);
    console.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(console);
    context.getLogger("io.bactrian").setLevel(Level.INFO);
    context.getLogger("org.apache.camel.processor.errorhandler").setLevel(Level.OFF);
    // What it warns of, at every start, is that our own resources are v1alpha1.
    context
        .getLogger("io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils")
        .setLevel(Level.ERROR);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** Sets the level of our own packages: error, warn, info, debug or trace. */
  static void level(LogLevel level) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("io.bactrian").setLevel(Level.toLevel(level.name()));
    }
  }

  /** What {@code --log-level} takes. */
  enum LogLevel {
    error,
    warn,
    info,
    debug,
    trace
  }
}

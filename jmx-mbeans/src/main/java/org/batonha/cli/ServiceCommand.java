package org.batonha.cli;

import java.io.IOException;
import java.time.Duration;
import org.batonha.jmx.ServiceMXBean;
import picocli.CommandLine.Parameters;

/** What the commands on one service have in common: they may take a while, and are not undone. */
abstract class ServiceCommand extends ServerCommand {
  /** Longer than the server takes to give a command up, so that its reason arrives. */
  static final Duration LONGEST_COMMAND = Duration.ofSeconds(25);

  @Parameters(paramLabel = "SERVICE", description = "The name of the service.")
  String service;

  ServiceCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, LONGEST_COMMAND);
  }

  /**
   * Does it, and returns what came of it.
   *
   * @param node the node that is asked
   */
  abstract Answer command(ServiceMXBean bean, String node);

  /** Returns what the server is told to do, for example {@code stop web}. */
  abstract String order();

  @Override
  final Answer ask(BatonServer server) throws CommandException, IOException {
    return command(server.requireService(service), server.cluster().getNode());
  }

  @Override
  final CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return noAnswer(server, order(), waited, cause);
  }

  /** Returns how any command ends whose outcome is not known. */
  static CommandException noAnswer(
      ServerAddress server, String order, Duration waited, Throwable cause) {
    return new CommandException(
        ExitCode.UNCERTAIN,
        server
            + " was told to "
            + order
            + " and said nothing within "
            + Durations.text(waited)
            + "; 'baton status' shows whether it did",
        cause);
  }

  static long millisSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1_000_000;
  }
}

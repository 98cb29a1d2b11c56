package org.batonha.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

/** {@code baton status}. */
@Command(
    name = "status",
    description = {
      "Shows the services on each node and the links to each peer, as one server knows them.",
      ""
    },
    optionListHeading = "Options:%n")
final class StatusCommand extends ServerCommand {
  StatusCommand(Connections connections, Terminal terminal) {
    super(connections, terminal, null);
  }

  @Override
  Answer ask(BatonServer server) {
    return new Status(ClusterReport.of(server.address(), server.cluster()));
  }

  @Override
  CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause) {
    return silent(server, waited, cause);
  }

  /** Returns how any question ends that gets no answer. */
  static CommandException silent(ServerAddress server, Duration waited, Throwable cause) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        server
            + " let us in but did not answer within "
            + Durations.text(waited)
            + "; does it hang? --server names another one, --timeout waits longer",
        cause);
  }

  private record Status(ClusterReport report) implements Answer {
    @Override
    public String text(Terminal terminal) {
      return new StatusText(report, terminal, Instant.now(), ZoneId.systemDefault()).text();
    }

    @Override
    public Map<String, Object> json() {
      return StatusJson.of(report);
    }

    @Override
    public ExitCode exitCode() {
      return report.notActive().isEmpty() ? ExitCode.OK : ExitCode.NOT_ACTIVE;
    }

    @Override
    public Optional<String> concern() {
      return report.concern();
    }
  }
}

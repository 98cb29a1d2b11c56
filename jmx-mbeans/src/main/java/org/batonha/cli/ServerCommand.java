package org.batonha.cli;

import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands have in common: find a server, ask it in bounded time, print what it says. */
abstract class ServerCommand implements Callable<Integer> {
  @Mixin ServerOptions options;

  @Option(names = "--json", description = "Print one JSON object instead of text for people.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  private final Connections connections;
  private final Terminal terminal;
  private final Duration longestAnswer;

  /**
   * Creates a command.
   *
   * @param longestAnswer how long the answer may take when the user does not say
   */
  ServerCommand(Connections connections, Terminal terminal, Duration longestAnswer) {
    this.connections = connections;
    this.terminal = terminal;
    this.longestAnswer = longestAnswer;
  }

  /** Asks, and returns what to print and how to end. */
  abstract Answer ask(BatonServer server) throws CommandException, IOException;

  /** Returns how to end when the server took the question and no answer came in time. */
  abstract CommandException noAnswer(ServerAddress server, Duration waited, Throwable cause);

  @Override
  public final Integer call() throws CommandException, InterruptedException {
    Credentials credentials = options.credentials(terminal);
    connections.prepare(options.servers);
    Deadline search = Deadline.in(options.timeoutOr(ServerOptions.DEFAULT_TIMEOUT));
    BatonServer server = new ServerSearch(connections, credentials, search).first(options.servers);
    Deadline deadline =
        longestAnswer == null ? search : Deadline.in(options.timeoutOr(longestAnswer));
    Answer answer = ask(server, deadline);
    terminal.out().print(json ? Json.write(answer.json()) : answer.text(terminal));
    terminal.flush();
    answer.concern().ifPresent(text -> terminal.err().println("baton: " + text));
    return answer.exitCode().code();
  }

  private Answer ask(BatonServer server, Deadline deadline)
      throws CommandException, InterruptedException {
    try {
      return deadline.call(
          "ask " + server.address(),
          () -> {
            try (server) {
              return ask(server);
            }
          });
    } catch (TimeoutException e) {
      throw noAnswer(server.address(), deadline.limit(), e);
    } catch (ExecutionException e) {
      throw explain(server.address(), deadline, e.getCause());
    }
  }

  private CommandException explain(ServerAddress server, Deadline deadline, Throwable failure) {
    if (failure instanceof CommandException explained) {
      return explained;
    }
    if (failure instanceof IllegalStateException
        && failure.getCause() instanceof TimeoutException late) {
      return new CommandException(ExitCode.UNCERTAIN, Failures.text(failure), late);
    }
    if (failure instanceof IllegalArgumentException || failure instanceof IllegalStateException) {
      return new CommandException(ExitCode.REFUSED, Failures.text(failure), failure);
    }
    if (Failures.isDenied(failure)) {
      return new CommandException(
          ExitCode.DENIED,
          server + " does not allow that to this user: " + Failures.text(failure),
          failure);
    }
    if (failure instanceof IOException
        || failure instanceof UndeclaredThrowableException undeclared
            && undeclared.getCause() instanceof IOException) {
      return noAnswer(server, deadline.limit(), failure);
    }
    return new CommandException(
        ExitCode.FAILED, server + " failed to answer: " + Failures.text(failure), failure);
  }
}

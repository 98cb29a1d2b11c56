package org.batonha.cli;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.InstanceNotFoundException;

/** Asks several servers at once and goes on with the first that answers. */
final class ServerSearch {
  /** A host that does not accept within this part of the time is taken for gone. */
  private static final int REACHABLE_PART = 3;

  private sealed interface Outcome {
    record Found(BatonServer server) implements Outcome {}

    record Failed(ServerAddress address, CommandException why) implements Outcome {}
  }

  private final Connections connections;
  private final Credentials credentials;
  private final Deadline deadline;
  private final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();

  ServerSearch(Connections connections, Credentials credentials, Deadline deadline) {
    this.connections = connections;
    this.credentials = credentials;
    this.deadline = deadline;
  }

  /**
   * Returns the first of {@code servers} that answers within the deadline.
   *
   * @throws CommandException when none does, with a line for each
   */
  BatonServer first(List<ServerAddress> servers) throws CommandException, InterruptedException {
    servers.forEach(server -> Deadline.daemon("connect " + server, () -> attempt(server)));
    Map<ServerAddress, CommandException> failures = new LinkedHashMap<>();
    try {
      while (failures.size() < servers.size()) {
        Outcome outcome = outcomes.poll(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        if (outcome instanceof Outcome.Found found) {
          return found.server();
        }
        if (outcome == null) {
          break;
        }
        Outcome.Failed failed = (Outcome.Failed) outcome;
        failures.put(failed.address(), failed.why());
      }
    } finally {
      over.set(true);
    }
    throw allFailed(servers, failures);
  }

  private void attempt(ServerAddress address) {
    try {
      BatonServer server =
          BatonServer.over(address, connections.open(address, credentials, reachable()));
      if (over.get()) {
        server.close();
      } else {
        outcomes.add(new Outcome.Found(server));
      }
    } catch (IOException | InstanceNotFoundException | RuntimeException | LinkageError e) {
      outcomes.add(new Outcome.Failed(address, explain(address, e)));
    }
  }

  private Duration reachable() {
    return deadline.limit().dividedBy(REACHABLE_PART);
  }

  private CommandException explain(ServerAddress address, Throwable failure) {
    if (failure instanceof InstanceNotFoundException) {
      return new CommandException(
          ExitCode.NOT_INSTALLED,
          address
              + " answers, but Baton does not run in it: is /subsystem=baton in its configuration?"
              + " bin/baton-install.cli adds it",
          failure);
    }
    if (Failures.isDenied(failure)) {
      return new CommandException(
          ExitCode.DENIED, address + " does not let " + who() + " in: " + adviceOnUsers(), failure);
    }
    if (failure instanceof SocketTimeoutException) {
      return noAnswer(address, reachable(), failure);
    }
    String what =
        failure instanceof UnknownHostException
            ? "the host name is not known"
            : Failures.text(failure);
    return new CommandException(
        ExitCode.UNREACHABLE, "no answer from " + address + ": " + what + advice(), failure);
  }

  private String who() {
    return credentials == null ? "you" : "user '" + credentials.user() + "'";
  }

  private String adviceOnUsers() {
    return credentials == null
        ? "give --user and its password (bin/add-user.sh makes a management user)"
        : "wrong name or password, or no management user (bin/add-user.sh makes one)";
  }

  private static CommandException noAnswer(
      ServerAddress address, Duration waited, Throwable cause) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        "no answer from " + address + " within " + Durations.text(waited) + advice(),
        cause);
  }

  /** Neither an answer nor a refusal: a server that hangs, or someone who waits for DNS. */
  private CommandException silence(ServerAddress address) {
    return new CommandException(
        ExitCode.UNREACHABLE,
        "no answer from "
            + address
            + " within "
            + Durations.text(deadline.limit())
            + "; does the server hang, or does one side wait for DNS (then name both hosts in"
            + " /etc/hosts)? --server names another one, --timeout waits longer");
  }

  private static String advice() {
    return "; is the server running? --server names another one, --timeout waits longer";
  }

  /** One line per server; the code is that of the one that came the furthest. */
  private CommandException allFailed(
      List<ServerAddress> servers, Map<ServerAddress, CommandException> failures) {
    List<String> lines = new ArrayList<>();
    ExitCode code = ExitCode.UNREACHABLE;
    for (ServerAddress server : servers) {
      CommandException failure = failures.getOrDefault(server, silence(server));
      lines.add(failure.getMessage());
      if (failure.exitCode() != ExitCode.UNREACHABLE) {
        code = failure.exitCode();
      }
    }
    return new CommandException(code, String.join(System.lineSeparator(), lines));
  }
}

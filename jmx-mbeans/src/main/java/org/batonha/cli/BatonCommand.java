package org.batonha.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code baton} itself: it only has subcommands. */
@Command(
    name = "baton",
    mixinStandardHelpOptions = true,
    versionProvider = BatonCommand.Version.class,
    description = "Watches and commands a cluster of servers with Baton.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Data goes to standard output, reports to standard error. Exit codes: 0 done; 1 failed;"
          + " 2 wrong command line; 3 no server answered; 4 user not let in; 5 refused, nothing"
          + " changed; 6 no Baton in that server; 7 status: a service is UP nowhere; 8 result"
          + " unknown, ask for the status.",
      "",
      "baton COMMAND --help tells more."
    })
final class BatonCommand implements Runnable {
  private static final int HELP_WIDTH = 100;

  @Spec private CommandSpec spec;

  /** Runs a command line and returns its exit code; never throws, never ends the process. */
  static int run(Connections connections, Terminal terminal, String... arguments) {
    return new CommandLine(new BatonCommand())
        .addSubcommand(new StatusCommand(connections, terminal))
        .addSubcommand(new ExplainCommand(connections, terminal))
        .addSubcommand(new LogCommand(connections, terminal))
        .addSubcommand(new LinksCommand(connections, terminal))
        .addSubcommand(new MoveCommand(connections, terminal))
        .addSubcommand(new StopCommand(connections, terminal))
        .addSubcommand(new StartCommand(connections, terminal))
        .addSubcommand(new FailCommand(connections, terminal))
        .addSubcommand(new RecoverCommand(connections, terminal))
        .addSubcommand(new MaintenanceCommand(connections, terminal))
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.min(HELP_WIDTH, Math.max(55, terminal.width())))
        .setUsageHelpLongOptionsMaxWidth(30)
        .setParameterExceptionHandler(BatonCommand::complain)
        .setExecutionExceptionHandler((failure, line, parsed) -> report(failure, line.getErr()))
        .execute(arguments);
  }

  private static int complain(ParameterException wrong, String[] arguments) {
    CommandLine line = wrong.getCommandLine();
    line.getErr().println("baton: " + wrong.getMessage());
    line.getErr().println("'" + line.getCommandSpec().qualifiedName() + " --help' tells more");
    return ExitCode.USAGE.code();
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (failure instanceof CommandException command) {
      command.getMessage().lines().forEach(text -> err.println("baton: " + text));
      return command.exitCode().code();
    }
    err.println(
        "baton: failed: " + failure + " (this is a bug; please report it with what follows)");
    failure.printStackTrace(err);
    return ExitCode.FAILED.code();
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which command? There are " + String.join(", ", spec.subcommands().keySet()));
  }

  /** Reads the version from the jar's manifest. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = BatonCommand.class.getPackage().getImplementationVersion();
      return new String[] {"baton " + (version == null ? "(not built as a jar)" : version)};
    }
  }
}

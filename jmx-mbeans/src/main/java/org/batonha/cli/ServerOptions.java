package org.batonha.cli;

import java.time.Duration;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say whom to ask, as whom, and for how long. */
final class ServerOptions {
  static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(3);

  static final String PASSWORD_VARIABLE = "BATON_PASSWORD";

  @Option(
      names = "--server",
      paramLabel = "HOST[:PORT],...",
      hideParamSyntax = true,
      split = ",",
      defaultValue = "localhost:9990",
      converter = AddressConverter.class,
      description = {
        "A server to ask: its management interface; port 9990 unless given.",
        "Several, separated by commas or by repeating the option: the first that answers.",
        "Default: ${DEFAULT-VALUE}"
      })
  List<ServerAddress> servers;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description =
          "A management user of the server. Not needed on the server's own host by a user who may"
              + " read its files.")
  String user;

  @Option(
      names = "--password",
      paramLabel = "PASSWORD",
      description = {
        "The user's password. Other users of this host can see a command line: better leave it out"
            + " and be asked, or put it into the environment as "
            + PASSWORD_VARIABLE
            + "."
      })
  String password;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      converter = Durations.class,
      description = "The longest time to wait. Default: 3 for an answer, 25 for a command.")
  Duration timeout;

  Duration timeoutOr(Duration otherwise) {
    return timeout == null ? otherwise : timeout;
  }

  /** Returns who asks, or {@code null} for nobody in particular; asks for a missing password. */
  Credentials credentials(Terminal terminal) throws CommandException {
    if (user == null) {
      if (password != null) {
        throw new CommandException(
            ExitCode.USAGE, "--password without --user: name the user that it belongs to");
      }
      return null;
    }
    return new Credentials(user, password == null ? secret(terminal) : password);
  }

  private String secret(Terminal terminal) throws CommandException {
    String fromEnvironment = terminal.environment().get(PASSWORD_VARIABLE);
    if (fromEnvironment != null) {
      return fromEnvironment;
    }
    char[] typed = terminal.askPassword("Password of " + user + ": ");
    if (typed == null) {
      throw new CommandException(
          ExitCode.USAGE,
          "no password for user '"
              + user
              + "' and no terminal to ask at: put it into the environment as "
              + PASSWORD_VARIABLE);
    }
    return new String(typed);
  }

  /** Turns what is no address into picocli's own complaint, which names the option. */
  static final class AddressConverter implements ITypeConverter<ServerAddress> {
    @Override
    public ServerAddress convert(String value) {
      try {
        return ServerAddress.parse(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}

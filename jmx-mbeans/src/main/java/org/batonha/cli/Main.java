package org.batonha.cli;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Entry point of the {@code baton} command. */
public final class Main {
  /** The client's libraries log their names and versions; held, for loggers are collected. */
  private static final Logger ROOT = Logger.getLogger("");

  private Main() {}

  /** Runs the command line and ends the process with one of the {@link ExitCode}s. */
  public static void main(String[] arguments) {
    ROOT.setLevel(Level.OFF);
    Terminal terminal = Terminal.ofProcess();
    int code = BatonCommand.run(new RemotingConnections(), terminal, arguments);
    terminal.flush();
    System.exit(code); // not a return: an abandoned connection attempt may still have threads
  }
}

package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The running server's {@code bin/baton}. */
final class Command {
  /** The command itself gives up sooner; this is for a machine that is very busy. */
  private static final String PATIENCE = "20";

  private Command() {}

  /** What a run came to. */
  record Run(int code, String out, String err) {}

  /** Runs the command to its end. */
  static Run run(Path directory, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(TestServer.home().resolve("bin/baton").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("--timeout", PATIENCE, "--server", "127.0.0.1:" + TestServer.MANAGEMENT_PORT));
    File out = directory.resolve("out").toFile();
    File err = directory.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
    builder.environment().put("BATON_NO_CACHE", "true");
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    return new Run(
        process.exitValue(),
        Files.readString(out.toPath(), StandardCharsets.UTF_8),
        Files.readString(err.toPath(), StandardCharsets.UTF_8));
  }
}

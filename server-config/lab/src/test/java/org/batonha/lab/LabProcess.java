package org.batonha.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program on the client of a lab of its own, which ends with it. */
final class LabProcess {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(\"[^\"]*\"|[^,}]+)");

  private LabProcess() {}

  /**
   * Runs a program of this module with the prepared server home, to its end.
   *
   * @return the lines of its standard output; the rest goes to standard error
   */
  static List<String> run(Class<?> main, String... arguments) throws IOException {
    return run(2, main, arguments);
  }

  /** Runs a program as above, in a lab of so many nodes. */
  static List<String> run(int nodes, Class<?> main, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                System.getProperty("baton.lab.script"),
                "run",
                "--nodes",
                Integer.toString(nodes),
                "--",
                "lab",
                "exec",
                "client",
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("baton.lab.classpath"),
                main.getName(),
                "--home=" + System.getProperty("baton.lab.home")));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return output.lines().toList();
    } finally {
      // Ends the lab with everything in it, should this test be interrupted.
      process.destroy();
    }
  }

  /** Returns the fields of a line that is a flat JSON object, without quotes. */
  static Map<String, String> fields(String json) {
    Map<String, String> fields = new HashMap<>();
    Matcher matcher = FIELD.matcher(json);
    while (matcher.find()) {
      fields.put(matcher.group(1), matcher.group(2).replace("\"", ""));
    }
    return fields;
  }
}

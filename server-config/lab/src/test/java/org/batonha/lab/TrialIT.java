package org.batonha.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two real servers, one killed: what of all that applications keep in a session is still there. */
class TrialIT {
  private static final Pattern FIELD = Pattern.compile("\"(\\w+)\":(?:\"([^\"]*)\"|([^,}\"]+))");

  private static final Map<String, String> SEEN = new HashMap<>();

  @BeforeAll
  static void tryIt() throws IOException {
    Process trial =
        new ProcessBuilder(command())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .start();
    try {
      String output = new String(trial.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher field = FIELD.matcher(output);
      while (field.find()) {
        SEEN.put(field.group(1), field.group(2) == null ? field.group(3) : field.group(2));
      }
    } finally {
      trial.destroy();
    }
    assertThat(SEEN).as("what was seen; the reason is above").containsKey("end_node");
    assertThat(SEEN.get("after_node")).isNotEqualTo(SEEN.get("before_node"));
  }

  private static List<String> command() {
    return List.of(
        System.getProperty("baton.lab.script"),
        "run",
        "--",
        "lab",
        "exec",
        "client",
        System.getProperty("java.home") + "/bin/java",
        "-cp",
        System.getProperty("baton.lab.classpath"),
        Trial.class.getName(),
        "--home=" + System.getProperty("baton.lab.home"),
        "--war=" + System.getProperty("baton.lab.trial"));
  }

  @Test
  void attributesThatAreChangedInPlace() {
    assertThat(SEEN).containsEntry("after_words", "[one, two]");
    assertThat(SEEN).containsEntry("then_words", "[one, two, three]");
  }

  @Test
  void beansOfASession() {
    assertThat(SEEN).containsEntry("after_basket", "2").containsEntry("then_basket", "3");
  }

  @Test
  void aMegabyte() {
    assertThat(SEEN.get("after_big")).isNotEmpty().isEqualTo(SEEN.get("before_big"));
  }

  @Test
  void theSessionGoesOnAndListenersHearOfItsEndThere() {
    assertThat(SEEN).containsEntry("after_begun", "0");
    assertThat(SEEN).containsEntry("after_ended", "0").containsEntry("end_ended", "1");
  }

  @Test
  void whoHasLoggedInIsKnown() {
    assertThat(SEEN).containsEntry("before_asked", "true");
    assertThat(SEEN).containsEntry("before_user", "alice " + SEEN.get("before_node"));
    assertThat(SEEN).containsEntry("after_user", "alice " + SEEN.get("after_node"));
  }

  @Test
  void andToTheOtherApplicationToo() {
    assertThat(SEEN).containsEntry("before_user_again", "alice " + SEEN.get("before_node"));
    assertThat(SEEN).containsEntry("after_user_again", "alice " + SEEN.get("after_node"));
  }

  @Test
  void listenersOfActivationComeAlong() {
    assertThat(SEEN.get("after_traveller")).isNotEmpty();
  }
}

package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentinelLineTest {
  @Test
  void whatIsMeantForTheServersJvmIsNotHandedOn() {
    Map<String, String> environment = new HashMap<>();
    environment.put("JAVA_TOOL_OPTIONS", "-agentlib:jdwp=transport=dt_socket,address=8787");
    environment.put("JDK_JAVA_OPTIONS", "-javaagent:apm.jar");
    environment.put("_JAVA_OPTIONS", "-Xmx4g");
    environment.put("PATH", "/usr/bin");

    SentinelLine.ToChild.removeServersOptions(environment);

    assertThat(environment).containsOnlyKeys("PATH");
  }
}

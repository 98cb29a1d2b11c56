package org.batonha.sentinel.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;

/** The log says what was refused in a short line, however long the command. */
class RefusalTest {
  private final World world = new World();

  private static String addresses() {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> "10.0.%d.%d/8@eth0".formatted(i / 250, i % 250 + 1))
        .collect(Collectors.joining(" "));
  }

  @Test
  void aLongHoldIsNamedByKindTagAndService() throws Refusal {
    world.send("hold t7 web 1 +600001 0 " + addresses());

    assertThat(world.log)
        .singleElement()
        .asString()
        .startsWith("hold t7 web refused: the deadline for web")
        .hasSizeLessThan(300);
  }

  @Test
  void aLongCheckIsNamedByKindAndTag() throws Refusal {
    world.host.failing.add("prepare 10.0.0.1");

    world.send("check t8 " + addresses());

    assertThat(world.log).containsExactly("check t8 refused: prepare 10.0.0.1 failed as told");
  }
}

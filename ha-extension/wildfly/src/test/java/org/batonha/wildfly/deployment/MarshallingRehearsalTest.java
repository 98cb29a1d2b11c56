package org.batonha.wildfly.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import org.junit.jupiter.api.Test;

class MarshallingRehearsalTest {
  @Test
  void readsWhatItHasWritten() throws Exception {
    assertThat(MarshallingRehearsal.play())
        .asInstanceOf(MAP)
        .containsEntry("number", 49)
        .containsKeys("text", "list", "map");
  }
}

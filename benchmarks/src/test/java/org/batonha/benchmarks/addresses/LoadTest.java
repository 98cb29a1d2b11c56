package org.batonha.benchmarks.addresses;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void oneServiceHasTheLabsAddress() {
    assertThat(Load.ONE.of(0)).isEqualTo(List.of("10.10.0.100/24"));
    assertThat(Load.ONE.service(0)).isEqualTo("web");
  }

  @Test
  void aCrowdHasAThousandDifferentOnes() {
    assertThat(new HashSet<>(Crowd.LOAD.all())).hasSize(1_000).contains("10.11.49.20");
    assertThat(Crowd.LOAD.of(3)).hasSize(20).contains("10.11.3.1/32");
  }
}

package org.batonha.wildfly.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import org.batonha.sessions.Outcome;
import org.batonha.sessions.SessionCaches;
import org.infinispan.Cache;
import org.junit.jupiter.api.Test;

class LateWitnessTest {
  private final Cache<?, ?> cache =
      (Cache<?, ?>)
          Proxy.newProxyInstance(
              Cache.class.getClassLoader(),
              new Class<?>[] {Cache.class},
              (proxy, method, arguments) -> 0); // all that is asked for is a hash code

  private final LateWitness witness = new LateWitness(new SessionCaches());

  /** The server stops what watches the cache while the last requests are still there. */
  @Test
  void itSeesWhatFailsWhileTheDeploymentIsRemoved() {
    assertThat(witness.of(() -> {}, () -> {})).isEqualTo(Outcome.UNKNOWN);
    witness.begin((commit, begun) -> Outcome.FAILED);

    witness.stop(cache);

    assertThat(witness.of(() -> {}, () -> {})).isEqualTo(Outcome.FAILED);
  }
}

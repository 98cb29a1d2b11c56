package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.session.Session;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.wildfly.security.cache.CachedIdentity;

class TrackedSessionTest {
  private final List<String> calls = new ArrayList<>();
  private Object attribute;
  private final Session session =
      (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (proxy, method, arguments) -> {
                calls.add(method.getName() + " " + arguments[0]);
                return method.getName().equals("getAttribute") ? attribute : null;
              });
  private final TrackingSessionManager manager =
      new TrackingSessionManager(
          new RecordingSessions(),
          CommitWitness.BLIND,
          getClass().getClassLoader(),
          new Idlers(Runnable::run));
  private final SessionUse use =
      new SessionUse(manager, session, new Sharers().enter("s").created(), null, false);
  private final TrackedSession tracked = new TrackedSession(manager, use, null, null);

  @Test
  void thatAContainerIsDoneWithItCommitsNothing() {
    tracked.requestDone(new HttpServerExchange(null));

    assertThat(calls).isEmpty();
  }

  @Test
  void onlyWhoGetsWhatCanBeChangedMayHaveChangedIt() {
    for (Object immutable : List.of("text", 1, Instant.EPOCH, new CachedIdentity())) {
      attribute = immutable;
      tracked.getAttribute("a");
    }
    assertThat(tracked.isTouched()).isFalse();

    attribute = new ArrayList<>();
    tracked.getAttribute("a");

    assertThat(tracked.isTouched()).isTrue();
  }

  @Test
  void itsChangesCanBeMadeAgain() {
    tracked.setAttribute("a", "1");
    tracked.setAttribute("b", "2");
    tracked.removeAttribute("b");
    tracked.setMaxInactiveInterval(7);
    calls.clear();

    use.writeTo(session);

    assertThat(calls)
        .containsExactlyInAnyOrder("setMaxInactiveInterval 7", "setAttribute a", "setAttribute b");
    assertThat(use.isRepeatable()).isTrue();
    tracked.changeSessionId(null, null);
    assertThat(use.isRepeatable()).isFalse();
  }
}

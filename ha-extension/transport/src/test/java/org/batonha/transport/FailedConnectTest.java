package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import org.batonha.transport.link.Link;
import org.jgroups.Event;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A connect that fails after the links are at work, as when the coordinator refuses a join. */
class FailedConnectTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String ADDED = "more=tcp:127.0.3.1:17603";

  private final Refusing refusing = new Refusing();
  private Member member;
  private Member other;

  /** A protocol that fails when the channel connects, once what is below it has. */
  private static final class Refusing extends Protocol {
    private boolean refuses = true;

    @Override
    public Object down(Event event) {
      Object answer = down_prot.down(event);
      if (event.type() == Event.CONNECT && refuses) {
        throw new SecurityException("not you");
      }
      return answer;
    }
  }

  @BeforeEach
  void aConnectFails() throws Exception {
    other = Member.onTwoLinks(2).connect();
    member = Member.onTwoLinks(1);
    member
        .channel()
        .getProtocolStack()
        .insertProtocol(refusing, ProtocolStack.Position.BELOW, GMS.class);
    assertThatThrownBy(member::connect).hasStackTraceContaining("not you");
  }

  @AfterEach
  void close() {
    member.close();
    other.close();
  }

  /** Of the threads that a connected transport has, how many there are. */
  private static List<String> threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(thread -> thread.startsWith(name))
        .toList();
  }

  @Test
  void nothingOfItGoesOn() {
    for (String name : List.of("baton-heart", "baton-suspicions", "baton-link-events")) {
      Await.until("only the other's " + name, SOON, () -> threads(name).size() == 1);
    }
    Await.until(
        "the other was told",
        SOON,
        () ->
            other.transitions().stream().anyMatch(line -> line.matches("hb n1 (UP|INDOUBT) DOWN")));
    assertThat(other.transport().getNumSuspicions()).isZero();
  }

  @Test
  void nothingGoesOnEitherWhenALinkCannotStart() throws Exception {
    member.transport().decorateLinks(FailedConnectTest::unstartable);

    assertThatThrownBy(member::connect).hasStackTraceContaining("no thread for it");

    for (String name : List.of("baton-heart", "baton-suspicions", "baton-link-events")) {
      Await.until("only the other's " + name, SOON, () -> threads(name).size() == 1);
    }
    member.transport().decorateLinks(link -> link);
    refusing.refuses = false;
    member.connect();
    Await.until("in one view", SOON, () -> member.viewSize() == 2 && other.viewSize() == 2);
  }

  private static Link unstartable(Link link) {
    return (Link)
        Proxy.newProxyInstance(
            Link.class.getClassLoader(),
            new Class<?>[] {Link.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("start") && link.name().equals("hb")) {
                throw new IllegalStateException("no thread for it");
              }
              return method.invoke(link, arguments);
            });
  }

  @Test
  void linksMayChangeThenAndAnotherConnectSucceeds() throws Exception {
    member.transport().addLink(ADDED);
    member.transport().removeLink("more");
    refusing.refuses = false;

    member.connect();

    Await.until("in one view", SOON, () -> member.viewSize() == 2 && other.viewSize() == 2);
    assertThat(threads("baton-heart")).hasSize(2);
  }
}

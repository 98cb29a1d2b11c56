package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.Event;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.ReliableMulticast;
import org.jgroups.stack.Protocol;
import org.jgroups.stack.ProtocolStack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A member joins while another one broadcasts: what was sent between the digest, from which the new
 * one begins, and the view, which counts it, must still be there when it asks for that.
 */
class JoinUnderLoadTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** More than a member keeps that is not yet one. */
  private static final int MEANWHILE = 200;

  private static final long ALL = MEANWHILE;

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  /** Stands below a coordinator's membership: makes much happen just after it took the digest. */
  private static final class Meanwhile extends Protocol {
    private final Member coordinator;
    private final Member sender;
    private boolean done;

    Meanwhile(Member coordinator, Member sender) {
      this.coordinator = coordinator;
      this.sender = sender;
    }

    /** Begins. */
    static void between(Member coordinator, Member sender) throws Exception {
      coordinator
          .channel()
          .getProtocolStack()
          .insertProtocol(
              new Meanwhile(coordinator, sender),
              ProtocolStack.Position.ABOVE,
              ReliableMulticast.class);
    }

    @Override
    public Object down(Event event) {
      Object result = down_prot.down(event);
      if (event.type() == Event.GET_DIGEST && !done) {
        done = true;
        broadcastAndAcknowledge();
      }
      return result;
    }

    private void broadcastAndAcknowledge() {
      try {
        int before = coordinator.received().size();
        for (int i = 0; i < MEANWHILE; i++) {
          sender.broadcast("meanwhile " + i);
        }
        Await.until("all", SOON, () -> coordinator.received().size() == before + MEANWHILE);
        long end = System.nanoTime() + Duration.ofMillis(300).toNanos();
        while (reliable(sender).getNumUnackedMessages() > 0 && end - System.nanoTime() > 0) {
          reliable(coordinator).triggerXmit();
          Await.pause();
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static NAKACK4 reliable(Member member) {
    return member.channel().getProtocolStack().findProtocol(NAKACK4.class);
  }

  private Member join(int n) throws Exception {
    Member member = Member.onTwoLinks(n);
    members.add(member);
    return member.connect();
  }

  private void awaitViewsOf(int size) {
    Await.until("views", SOON, () -> members.stream().allMatch(m -> m.viewSize() == size));
  }

  private static void hasAllFrom(Member sender, Member receiver) throws Exception {
    sender.broadcast("after");

    Await.until("heard", SOON, () -> receiver.received().contains("after"));
    long meanwhile =
        List.copyOf(receiver.received()).stream().filter(t -> t.startsWith("meanwhile")).count();
    assertThat(meanwhile).as("all, or none if it joined with a later digest").isIn(0L, ALL);
  }

  /** Waits until the member has heard the other, and it knows that. */
  private static void acknowledges(Member member, Member sender) throws Exception {
    sender.broadcast("before");
    Await.until("heard", SOON, () -> member.received().contains("before"));
    Await.until("acknowledged", SOON, () -> !reliable(sender).printAckTable().endsWith("min: 0"));
  }

  @Test
  void whatTheCoordinatorSendsWhileTheViewIsMadeReachesTheNewMember() throws Exception {
    Member one = join(1);
    acknowledges(one, one);
    Meanwhile.between(one, one);

    hasAllFrom(one, join(2));
  }

  @Test
  void whatAnotherSendsWhileTheViewIsMadeReachesTheNewMember() throws Exception {
    Member one = join(1);
    Member two = join(2);
    awaitViewsOf(2);
    acknowledges(one, two);
    Meanwhile.between(one, two);

    hasAllFrom(two, join(3));
  }

  @Test
  void whatIsSentWhilePartsMergeReachesTheOtherPart() throws Exception {
    Member one = join(1);
    Member two = join(2);
    awaitViewsOf(2);
    members.forEach(Member::severAll);
    awaitViewsOf(1);
    acknowledges(one, one);
    Meanwhile.between(one, one);

    members.forEach(Member::mendAll);
    awaitViewsOf(2);

    hasAllFrom(one, two);
  }
}

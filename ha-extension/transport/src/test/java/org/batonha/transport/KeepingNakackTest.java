package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.jgroups.Event;
import org.jgroups.Message;
import org.jgroups.View;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.stack.Protocol;
import org.jgroups.util.Buffer;
import org.jgroups.util.Util;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When acknowledgements wait for a view, and that they do not wait for ever. */
class KeepingNakackTest {
  private static final Address SELF = Util.createRandomAddress("self");
  private static final Address OTHER = Util.createRandomAddress("other");
  private static final int CAPACITY = 400;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final KEEPING_NAKACK4 protocol = new KEEPING_NAKACK4(nanos::get);
  private final List<Address> acknowledged = new ArrayList<>();

  /** What is below: takes the messages, which are acknowledgements only. */
  private final class Below extends Protocol {
    @Override
    public Object down(Message message) {
      acknowledged.add(message.getDest());
      return null;
    }

    @Override
    public Object down(Event event) {
      return null;
    }
  }

  @BeforeEach
  void twoMembers() {
    protocol.capacity(CAPACITY);
    protocol.setDownProtocol(new Below());
    protocol.setAddress(SELF);
    say(Event.VIEW_CHANGE, View.create(SELF, 1, SELF, OTHER));
  }

  private void say(int event, Object argument) {
    protocol.down(new Event(event, argument));
  }

  private void say(int event) {
    say(event, null);
  }

  /** So many messages of the other have been delivered, and are to be acknowledged. */
  private void delivered(long number) {
    Buffer<Message> window = protocol.getBuf(OTHER);
    window.highestDelivered(number);
    protocol.sendAck(OTHER, window);
  }

  @Test
  void othersMayTakeItForNakack4() {
    assertThat(protocol.getId()).isEqualTo(new NAKACK4().getId());
  }

  @Test
  void nothingIsAcknowledgedUntilTheViewIsMadeAndThenWhatIsOwed() {
    delivered(10);
    assertThat(acknowledged).containsExactly(OTHER);

    say(Event.SUSPEND_STABLE);
    delivered(20);
    delivered(30);
    assertThat(acknowledged).hasSize(1);

    say(Event.RESUME_STABLE);
    assertThat(acknowledged).containsExactly(OTHER, OTHER);
    delivered(40);
    assertThat(acknowledged).hasSize(3);
  }

  @Test
  void ownMessagesThatDoNotComeBackAreNotAcknowledgedEither() {
    protocol.handleAck(OTHER, 7);
    say(Event.SUSPEND_STABLE);
    protocol.handleAck(SELF, 5);
    assertThat(protocol.printAckTable()).contains("min: 0");

    say(Event.RESUME_STABLE);
    assertThat(acknowledged).as("over the network, to itself").containsExactly(SELF);
    protocol.handleAck(SELF, 5);
    assertThat(protocol.printAckTable()).contains("min: 5");
  }

  @Test
  void nothingIsSaidAfterwardsOfThoseToWhomNothingIsOwed() {
    say(Event.SUSPEND_STABLE);
    say(Event.RESUME_STABLE);

    assertThat(acknowledged).isEmpty();
  }

  @Test
  void aMergeMayBeginWhileSomebodyJoins() {
    say(Event.SUSPEND_STABLE);
    say(Event.SUSPEND_STABLE);
    say(Event.RESUME_STABLE);
    delivered(10);
    assertThat(acknowledged).isEmpty();

    say(Event.RESUME_STABLE);
    assertThat(acknowledged).containsExactly(OTHER);
  }

  @Test
  void oneTooManyThatResumesChangesNothing() {
    say(Event.RESUME_STABLE);
    say(Event.SUSPEND_STABLE);
    delivered(10);

    assertThat(acknowledged).isEmpty();
  }

  @Test
  void whoBecomesTheCoordinatorWhileSomebodyJoinsDoesNotEndTheJoin() {
    say(Event.SUSPEND_STABLE);
    View view = View.create(SELF, 2, SELF, OTHER);
    say(Event.TMP_VIEW, view);
    say(Event.RESUME_STABLE); // what JGroups says to end a merge that there is not
    delivered(10);
    assertThat(acknowledged).isEmpty();

    say(Event.VIEW_CHANGE, view);
    say(Event.RESUME_STABLE);
    assertThat(acknowledged).containsExactly(OTHER);
  }

  @Test
  void nobodyStandsStillForAViewThatIsNotMade() {
    say(Event.SUSPEND_STABLE);
    delivered(10);
    delivered(10 + CAPACITY / 4);
    assertThat(acknowledged).isEmpty();

    delivered(11 + CAPACITY / 4);
    assertThat(acknowledged).containsExactly(OTHER);
    delivered(12 + CAPACITY / 4);
    assertThat(acknowledged).as("and so on").hasSize(1);
    assertThat(protocol.getGivenUp()).isEqualTo(1);
  }

  @Test
  void afterTwentySecondsAllIsAcknowledged() {
    say(Event.SUSPEND_STABLE);
    delivered(10);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(15));
    say(Event.SUSPEND_STABLE);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
    protocol.triggerXmit();
    assertThat(acknowledged).isEmpty();

    nanos.addAndGet(1);
    protocol.triggerXmit();
    assertThat(acknowledged).containsExactly(OTHER);
    delivered(20);
    assertThat(acknowledged).hasSize(2);
    assertThat(protocol.getGivenUp()).isEqualTo(1);
  }
}

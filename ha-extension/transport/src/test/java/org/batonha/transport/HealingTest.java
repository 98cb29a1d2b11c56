package org.batonha.transport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jgroups.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** False suspicions split the group; the views must become one again by themselves. */
class HealingTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<Member> members = new ArrayList<>();
  private Member one;
  private Member two;

  @BeforeEach
  void twoMembersAreOneView() throws Exception {
    one = join(1);
    two = join(2);
    Await.until("both in one view", SOON, this::whole);
  }

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(int n) throws Exception {
    Member member = Member.onTwoLinks(n);
    members.add(member);
    return member.connect();
  }

  private boolean whole() {
    return one.viewSize() == 2 && one.channel().getView().equals(two.channel().getView());
  }

  private static void suspect(Member by, Member whom) {
    List<?> suspects = List.of(whom.channel().getAddress());
    by.transport().getUpProtocol().up(new Event(Event.SUSPECT, suspects));
  }

  @ParameterizedTest(name = "coordinator suspects: {0}, participant suspects: {1}")
  @CsvSource({"true,false", "false,true", "true,true"})
  void aFalseSuspicionHeals(boolean coordinatorSuspects, boolean participantSuspects) {
    if (coordinatorSuspects) {
      suspect(one, two);
    }
    if (participantSuspects) {
      suspect(two, one);
    }
    Await.until("split", SOON, () -> !whole());

    Await.until("healed", SOON, this::whole);
  }
}

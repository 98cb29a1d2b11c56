package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Members with a shared key, and strangers without it. */
class KeyTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String OLD = "an-old-key-of-the-cluster";
  private static final String NEW = "a-new-key-of-the-cluster";

  private final List<Member> members = new ArrayList<>();

  @AfterEach
  void close() {
    members.forEach(Member::close);
  }

  private Member join(int n, String key) throws Exception {
    Member member = Member.onTwoLinks(n, "key='" + key + "'");
    members.add(member);
    return member.connect();
  }

  private static void areOneView(Member... all) {
    for (Member member : all) {
      Await.until("one view", SOON, () -> member.viewSize() == all.length);
    }
  }

  private static void exchange(Member from, Member to, String text) throws Exception {
    from.broadcast(text);
    Await.until(text, SOON, () -> to.received().contains(text));
  }

  @Test
  void thoseWithTheKeyAreOneClusterAndOthersDoNotEvenExistForThem() throws Exception {
    Member one = join(1, OLD);
    Member two = join(2, OLD);
    areOneView(one, two);
    exchange(one, two, "secret");

    Member stranger = join(3, "");
    Await.until("the stranger is alone", SOON, () -> stranger.viewSize() == 1);
    exchange(two, one, "still there");
    Await.until(
        "its frames are counted",
        SOON,
        () -> !one.transport().getDroppedFrames().contains("UNSEALED=0"));
    assertThat(one.viewSize()).isEqualTo(2);
    assertThat(one.peer("lan", "n3")).isNull();
    assertThat(stranger.transport().getDroppedFrames()).doesNotContain("NO_KEY=0");
  }

  @Test
  void aKeyIsChangedOnRunningMembers() throws Exception {
    Member one = join(1, OLD);
    Member two = join(2, OLD);
    areOneView(one, two);

    one.transport().setKey(OLD + "," + NEW);
    exchange(one, two, "one accepts both");
    two.transport().setKey(OLD + "," + NEW);
    one.transport().setKey(NEW + "," + OLD);
    exchange(one, two, "one sends with the new one");
    exchange(two, one, "two still with the old one");
    two.transport().setKey(NEW);
    one.transport().setKey(NEW);
    exchange(two, one, "only the new one is left");

    areOneView(one, two, join(3, NEW));
    assertThat(one.transport().getNumSuspicions()).isZero();
  }

  @Test
  void aMemberThatStartsAnewIsTakenBack() throws Exception {
    Member one = join(1, OLD);
    Member two = join(2, OLD);
    areOneView(one, two);

    two.close();
    areOneView(one);
    areOneView(one, join(2, OLD));
  }

  @Test
  void aConnectedChannelCannotLoseItsLastKey() throws Exception {
    Member one = join(1, OLD);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> one.transport().setKey(""))
        .withMessageContaining("reconnect");
  }
}

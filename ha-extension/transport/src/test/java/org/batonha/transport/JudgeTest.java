package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A part of the group that may not decide keeps the view that it had. */
class JudgeTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<Member> members = new ArrayList<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Member minor;
  private Member major;

  @BeforeEach
  void aSplit() throws Exception {
    minor = join(1);
    major = join(2);
    Await.until("both in one view", SOON, this::whole);
    minor
        .transport()
        .setJudge(
            node -> {
              asked.add(node);
              return false;
            });
    minor.severAll();
    major.severAll();
    Await.until("the other part goes on", SOON, () -> major.viewSize() == 1);
    Await.until("it is known here, too", SOON, () -> asked.size() > 2);
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
    return minor.viewSize() == 2 && minor.channel().getView().equals(major.channel().getView());
  }

  @Test
  void whoeverIsJudgedByNobodyStaysInTheView() {
    assertThat(minor.viewSize()).isEqualTo(2);
    assertThat(minor.transport().getNumSuspicions()).isZero();
    assertThat(asked).containsOnly("n2");
  }

  @Test
  void theJudgeMayChangeItsMind() {
    minor.transport().setJudge(node -> true);

    Await.until("alone", SOON, () -> minor.viewSize() == 1);
  }

  @Test
  void afterTheHealThereIsOneViewAgain() {
    minor.mendAll();
    major.mendAll();

    Await.until("healed", SOON, this::whole);
  }
}

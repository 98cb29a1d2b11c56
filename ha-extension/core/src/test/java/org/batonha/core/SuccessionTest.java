package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who comes next, and why; where a holder is asked to yield to. */
class SuccessionTest extends NominatorFixture {
  // ---- why

  @Test
  void aHolderThatFailedIsFollowedWithItsReason() {
    heldBy("n1", 301);

    isNext(
        node.says("n1", Given.report(WEB, ServiceState.FAIL, 0)),
        "n3",
        Cause.FAILURE,
        "n1 failed: because of FAIL");
  }

  @Test
  void aHolderThatLetGoByItselfIsFollowed() {
    heldBy("n1", 301);

    isNext(node.says("n1", Given.released(WEB, 301)), "n1", Cause.FAILURE, "n1 let go: let go");
  }

  @Test
  void aHolderThatLeftIsFollowed() {
    heldBy("n1", 301);
    node.falls("n1");

    isNext(
        node.step(new Event.ViewChanged(List.of("n2", "n3"))),
        "n3",
        Cause.FAILURE,
        "n1 has left the view");
  }

  @Test
  void aHolderThatIsNotHeardIsFollowed() {
    heldBy("n1", 301);
    node.falls("n1");

    isNext(node.passes(1500), "n3", Cause.FAILURE, "n1 is not heard");
  }

  @Test
  void aHolderInMaintenanceIsFollowedByPlan() {
    heldBy("n1", 301);

    isNext(
        node.says("n1", Given.unavailable(WEB, "maintenance")),
        "n3",
        Cause.OPERATOR,
        "n1 let go: maintenance");
  }

  @Test
  void aHolderThatAnOperatorFailedIsFollowedByPlan() {
    heldBy("n1", 301);

    isNext(
        node.says(
            "n1",
            new ServiceReport(
                WEB,
                ServiceState.FAIL,
                0,
                Cause.START,
                301,
                301,
                0,
                false,
                "",
                "",
                "failed by an operator")),
        "n3",
        Cause.OPERATOR,
        "n1 failed: failed by an operator");
  }

  @Test
  void anOperatorsStartIsHis() {
    heldBy("n1", 301);
    node.says("n1", Given.ordered(WEB, 500, true));
    assertThat(nominations(node.passes(300))).isEmpty();

    isNext(
        node.says("n1", Given.ordered(WEB, 501, false)),
        "n1",
        Cause.OPERATOR,
        "started by an operator");
  }

  // ---- moves

  @Test
  void aHolderYieldsToWhereAnOperatorWantsIt() {
    heldBy("n1", 301);
    node.hears("n1", new Message.MoveRequest(7, WEB, "n3"));

    assertThat(OneNode.sentTo("n1", node.passes(100)))
        .contains(new Message.Yield(WEB, 301, "n3", "moved to n3 by an operator"));
    isNext(
        node.says("n1", Given.released(WEB, 301)),
        "n3",
        Cause.OPERATOR,
        "moved to n3 by an operator");
  }

  @Test
  void aMoveEndsWhenItHasArrived() {
    heldBy("n1", 301);
    node.hears("n1", new Message.MoveRequest(7, WEB, "n3"));
    node.says("n1", Given.released(WEB, 301));
    node.says("n3", Given.report(WEB, ServiceState.UP, 304));
    node.says("n3", Given.released(WEB, 304));

    assertThat(next(List.of()).reason()).isEqualTo("n3 let go: let go");
  }

  @Test
  void aMoveIsGivenUpAfterTenSecondsOrWhenItIsHopeless() {
    heldBy("n1", 301);
    node.says("n3", Given.report(WEB, ServiceState.INDOUBT, 0));
    node.hears("n1", new Message.MoveRequest(7, WEB, "n3"));
    node.passes(10_100);
    node.says("n3", Given.idle(WEB));
    assertThat(OneNode.sentTo("n1", node.passes(300))).noneMatch(Message.Yield.class::isInstance);

    node.hears("n1", new Message.MoveRequest(8, WEB, "n3"));
    node.says("n3", Given.report(WEB, ServiceState.FAIL, 0));
    node.says("n3", Given.idle(WEB));
    assertThat(OneNode.sentTo("n1", node.passes(300))).noneMatch(Message.Yield.class::isInstance);
  }

  @Test
  void itGoesBackWhenThePreferredNodeWasFitForLongEnough() {
    node = nominator(SERVICE.withFailback(Duration.ofSeconds(2)));
    allIdle();
    node.says("n3", Given.report(WEB, ServiceState.UP, 302));

    Message yield =
        new Message.Yield(
            WEB, 302, "n1", "goes back to n1, which it prefers, and which was fit for 2000 ms");
    assertThat(OneNode.sentTo("n3", node.passes(1900))).doesNotContain(yield);
    assertThat(OneNode.sentTo("n3", node.passes(200))).contains(yield);
  }

  @Test
  void aServiceThatMovedTooOftenStaysAndIsWarnedOfOnce() {
    node = nominator(SERVICE.withFlapLimit(1, Duration.ofSeconds(60)));
    heldBy("n1", 301);
    node.says("n1", Given.idle(WEB));
    List<Decision> out = new ArrayList<>();
    out.addAll(node.says("n3", Given.up(WEB, 302, Cause.FAILURE)));
    out.addAll(node.says("n3", Given.unavailable(WEB, "maintenance")));
    out.addAll(node.passes(1000));

    assertThat(nominations(out)).isEmpty();
    assertThat(OneNode.warnings(out))
        .containsExactly(
            "service 'web' moved 1 times within 60 s: it stays where it is until that time has"
                + " passed. Look for the cause, then move or start it");
    isNext(node.says("n3", Given.idle(WEB)), "n3", Cause.FAILURE, "n3 let go: because of RECOVER");
  }

  // ---- company

  @Test
  void theRestOfAGroupFollows() {
    node = nominator(SERVICE, new ServiceConfig("mail", SERVICE.preference()).together(WEB));
    node.says("n3", Given.idle(WEB), Given.idle("mail"));
    node.says("n1", Given.report(WEB, ServiceState.UP, 301), Given.up("mail", 301, Cause.START));

    List<Decision> out =
        node.says("n1", Given.report(WEB, ServiceState.UP, 301), Given.released("mail", 301));

    isNext(out, "n1", Cause.TOGETHER, "goes together with [web]");
  }

  @Test
  void aGroupLeavesWhereOneOfItCannotBe() {
    node = nominator(SERVICE, new ServiceConfig("mail", SERVICE.preference()).together(WEB));
    node.says("n3", Given.idle(WEB), Given.idle("mail"));
    node.says("n1", Given.report(WEB, ServiceState.UP, 301), Given.idle("mail"));

    List<Decision> out =
        node.says(
            "n1",
            Given.report(WEB, ServiceState.UP, 301),
            Given.report("mail", ServiceState.FAIL, 0));

    assertThat(OneNode.sentTo("n1", out))
        .contains(new Message.Yield(WEB, 301, "n3", "goes to n3 together with [mail]"));
  }
}

package org.batonha.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.batonha.core.Given.WEB;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each command on n3, which is no coordinator, is answered once: done, refused, or late. */
class CommandsTest {
  private static final long ID = 7;
  private final OneNode node = OneNode.among(Given.node("n3"), Given.web());

  private List<Decision> after(long millis) {
    return OneNode.answers(node.passes(millis));
  }

  private List<Decision> command(Event.Command command) {
    return OneNode.answers(node.step(command));
  }

  private static Decision done(String text) {
    return new Decision.CommandDone(ID, text);
  }

  private static Decision refused(String text) {
    return new Decision.CommandFailed(ID, text, false);
  }

  private static Decision late(String text) {
    return new Decision.CommandFailed(ID, text, true);
  }

  /** Nobody answers before ten seconds have passed, and then once. */
  private void isLate(Event.Command command, String text) {
    assertThat(command(command)).isEmpty();
    assertThat(after(10_000)).isEmpty();
    assertThat(after(100)).containsExactly(late(text));
    assertThat(after(1000)).isEmpty();
  }

  @Test
  void noCommandWorksOnAnUnknownService() {
    List<Event.Command> commands =
        List.of(
            new Event.MoveCommand(ID, "wbe", "n1"),
            new Event.StopCommand(ID, "wbe"),
            new Event.StartCommand(ID, "wbe"),
            new Event.FailCommand(ID, "wbe"),
            new Event.RecoverCommand(ID, "wbe"));

    for (Event.Command command : commands) {
      assertThat(command(command))
          .as("%s", command)
          .containsExactly(refused("there is no service 'wbe' on this node: it has [web]"));
    }
  }

  @Test
  void noCommandWorksOnAServiceThatIsBeingRemoved() {
    node.hears("n1", new Message.Grants(List.of(Given.grant(WEB, 301))));
    node.holds(WEB);
    node.step(new Event.ServiceRemoved(WEB));

    assertThat(command(new Event.FailCommand(ID, WEB)))
        .containsExactly(
            refused("service 'web' is being removed from this node: add it again first"));

    node.step(new Event.ServiceAdded(Given.web()));
    assertThat(command(new Event.FailCommand(ID, WEB)))
        .containsExactly(
            refused(
                "service 'web' is being configured anew and still stops as it was: repeat this then"));
  }

  // ---- move

  @Test
  void aMoveIsPassedToTheNominatorUntilItIsDone() {
    command(new Event.MoveCommand(ID, WEB, "n2"));
    Message request = new Message.MoveRequest(ID, WEB, "n2");

    assertThat(OneNode.sentTo("n1", node.passes(300))).contains(request);
    assertThat(OneNode.answers(node.says("n2", Given.report(WEB, ServiceState.UP, 301))))
        .containsExactly(done("service 'web' is UP on n2"));
    assertThat(OneNode.sentTo("n1", node.passes(300))).doesNotContain(request);
  }

  @Test
  void aMoveThatCannotWorkIsRefusedAtOnce() {
    assertThat(command(new Event.MoveCommand(ID, WEB, "n9")))
        .containsExactly(
            refused(
                "service 'web' cannot go to 'n9': it is not a node of the service: choose one of"
                    + " [n1, n2, n3]"));
  }

  @Test
  void aMoveToWhereItIsBusyIsBegun() {
    node.says("n2", Given.report(WEB, ServiceState.INDOUBT, 0));

    isLate(
        new Event.MoveCommand(ID, WEB, "n2"),
        "service 'web' is still not UP on 'n2': because of INDOUBT");
  }

  @Test
  void aMoveEndsWhenItFailsThere() {
    command(new Event.MoveCommand(ID, WEB, "n2"));

    assertThat(OneNode.answers(node.says("n2", Given.report(WEB, ServiceState.FAIL, 0))))
        .containsExactly(refused("service 'web' could not start on 'n2': because of FAIL"));
  }

  @Test
  void aMoveEndsWhenTheNodeLeaves() {
    command(new Event.MoveCommand(ID, WEB, "n2"));

    assertThat(OneNode.answers(node.step(new Event.ViewChanged(List.of("n1", "n3")))))
        .containsExactly(refused("service 'web' could not start on 'n2': the node has left"));
  }

  // ---- stop and start

  @Test
  void aStopIsDoneWhenNobodyHasItAnyMore() {
    node.says("n2", Given.report(WEB, ServiceState.UP, 301));
    assertThat(command(new Event.StopCommand(ID, WEB))).isEmpty();
    assertThat(OneNode.answers(node.says("n2", Given.report(WEB, ServiceState.STOPPING, 301))))
        .isEmpty();
    assertThat(OneNode.answers(node.says("n2", Given.report(WEB, ServiceState.RECOVER, 304))))
        .isEmpty();

    assertThat(OneNode.answers(node.says("n2", Given.released(WEB, 304))))
        .containsExactly(done("service 'web' is stopped, until it is started again"));
  }

  @Test
  void aStopThatHangsIsLate() {
    node.says("n2", Given.report(WEB, ServiceState.STOPPING, 301));

    isLate(
        new Event.StopCommand(ID, WEB),
        "service 'web' is still being stopped on 'n2': because of STOPPING");
  }

  @Test
  void aStartIsDoneWhenItIsUpSomewhere() {
    assertThat(command(new Event.StartCommand(ID, WEB))).isEmpty();
    assertThat(OneNode.answers(node.says("n2", Given.report(WEB, ServiceState.STARTING, 301))))
        .isEmpty();

    assertThat(OneNode.answers(node.says("n2", Given.report(WEB, ServiceState.UP, 301))))
        .containsExactly(done("service 'web' is UP on n2"));
  }

  @Test
  void aStartThatNobodyFollowsIsLate() {
    isLate(
        new Event.StartCommand(ID, WEB),
        "service 'web' may start, but is not UP anywhere yet: ask for an explanation of it");
  }

  @Test
  void anOrderIsNumberedAboveAllThatWereHeardOf() {
    node.says("n2", Given.ordered(WEB, 500, false));
    node.step(new Event.StopCommand(ID, WEB));

    ServiceReport own = node.core.report("n3", WEB).orElseThrow();
    assertThat(own.order()).isEqualTo(503);
    assertThat(own.stopped()).isTrue();
  }

  @Test
  void aNewerOrderOfAnotherNodeIsObeyedAndAnOlderIsNot() {
    node.says("n2", Given.ordered(WEB, 500, true));
    assertThat(node.core.report("n3", WEB).orElseThrow().stopped()).isTrue();
    node.says("n1", Given.ordered(WEB, 499, false));
    assertThat(node.core.report("n3", WEB).orElseThrow().stopped()).isTrue();
    node.says("n1", Given.ordered(WEB, 501, false));
    assertThat(node.core.report("n3", WEB).orElseThrow().stopped()).isFalse();
  }

  // ---- fail and recover

  @Test
  void aFailIsDoneAtOnceWhereNothingRuns() {
    assertThat(command(new Event.FailCommand(ID, WEB)))
        .containsExactly(done("service 'web' is in FAIL on this node, until it is recovered here"));
  }

  @Test
  void aFailThatHangsIsLate() {
    OneNode holder = OneNode.among(Given.node("n1"), Given.web());
    holder.holds(WEB);
    holder.step(new Event.FailCommand(ID, WEB));

    assertThat(OneNode.answers(holder.passes(10_200)))
        .containsExactly(late("service 'web' is still being stopped: failed by an operator"));
  }

  @Test
  void aRecoverIsForWhatHasFailed() {
    assertThat(command(new Event.RecoverCommand(ID, WEB)))
        .containsExactly(
            refused(
                "service 'web' is in RECOVER on this node, not in FAIL: there is nothing to"
                    + " recover"));
    node.step(new Event.FailCommand(8, WEB));

    assertThat(command(new Event.RecoverCommand(ID, WEB)))
        .containsExactly(done("service 'web' may be started here again"));
    assertThat(node.state(WEB)).isEqualTo(ServiceState.RECOVER);
  }

  @Test
  void whatFailsItsCheckCannotBeRecovered() {
    node.step(new Event.CheckFailed(WEB, "no carrier"));

    assertThat(command(new Event.RecoverCommand(ID, WEB)))
        .containsExactly(refused("service 'web' still fails its check: no carrier"));
    assertThat(node.state(WEB)).isEqualTo(ServiceState.FAIL);
    node.step(new Event.CheckPassed(WEB));
    assertThat(node.state(WEB)).isEqualTo(ServiceState.RECOVER);
  }

  // ---- maintenance

  @Test
  void maintenanceBeginsWhenNothingIsHeldAndEndsAtOnce() {
    assertThat(command(new Event.MaintenanceCommand(ID, true)))
        .containsExactly(done("this node is in maintenance: it holds nothing, and takes nothing"));
    assertThat(command(new Event.MaintenanceCommand(ID, false)))
        .containsExactly(done("this node takes services again"));
    assertThat(node.core.isInMaintenance()).isFalse();
  }

  @Test
  void maintenanceThatHangsIsLate() {
    OneNode holder = OneNode.among(Given.node("n1"), Given.web());
    holder.holds(WEB);
    assertThat(OneNode.answers(holder.step(new Event.MaintenanceCommand(ID, true)))).isEmpty();

    assertThat(OneNode.answers(holder.passes(10_200)))
        .containsExactly(late("some services are still being stopped; nothing new is taken"));
  }
}

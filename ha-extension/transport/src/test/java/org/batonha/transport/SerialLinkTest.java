package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members on an IP link and a serial line between pseudo-terminals. */
class SerialLinkTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration WELL_OVER_THE_LIMIT = Duration.ofSeconds(3);

  private final List<Member> members = new ArrayList<>();
  private NullModem cable;

  @BeforeEach
  void lay() throws Exception {
    cable = new NullModem();
  }

  @AfterEach
  void close() throws Exception {
    members.forEach(Member::close);
    if (cable != null) {
      cable.close();
    }
  }

  private Member member(int n, String properties) throws Exception {
    String links =
        "ser=serial:%s,lan=udp:127.0.1.%d:%d".formatted(cable.device(n - 1), n, Member.LAN_PORT);
    Member member = new Member("n" + n, links, "lan=127.0.1.1,lan=127.0.1.2", properties);
    members.add(member);
    return member;
  }

  private void bothInOneView() throws Exception {
    member(1, "").connect();
    member(2, "").connect();
    Await.until("one view", SOON, this::oneView);
    Await.until("both links", SOON, () -> all("lan", LinkState.UP) && all("ser", LinkState.UP));
  }

  private boolean oneView() {
    return members.stream().allMatch(member -> member.viewSize() == 2);
  }

  private boolean all(String link, LinkState state) {
    return members.get(0).state(link, "n2") == state && members.get(1).state(link, "n1") == state;
  }

  private void everyIpLink(boolean severed) {
    for (Member member : members) {
      if (severed) {
        member.link("lan").sever();
      } else {
        member.link("lan").mend();
      }
    }
  }

  /** Looks for a time at what must not change. */
  private void holds(String what, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (System.nanoTime() - began < WELL_OVER_THE_LIMIT.toNanos()) {
      assertThat(condition.getAsBoolean()).as(what).isTrue();
      Await.pause();
    }
  }

  private void nobodyWasSuspected() {
    assertThat(members).allMatch(member -> member.transport().getNumSuspicions() == 0);
  }

  @Test
  void theSerialLineHoldsTheGroupWhenAllElseIsDeadAndCarriesNoMessages() throws Exception {
    bothInOneView();
    everyIpLink(true);
    Await.until("lan is down", SOON, () -> all("lan", LinkState.DOWN));
    members.get(0).broadcast("kept");

    holds("the view", this::oneView);

    assertThat(members.get(1).received()).isEmpty();
    everyIpLink(false);
    Await.until("sent again", SOON, () -> members.get(1).received().equals(List.of("kept")));
    nobodyWasSuspected();
    LinkSnapshot line = members.get(0).transport().linkSnapshots().get(1);
    assertThat(line.name()).isEqualTo("ser");
    assertThat(line.protocol()).isEqualTo("serial");
    assertThat(line.address()).isEqualTo(cable.device(0) + ":115200");
    assertThat(line.peers().get(0).carrying()).isFalse();
  }

  @Test
  void noiseCostsSomeHeartbeatsAndNothingElse() throws Exception {
    bothInOneView();
    cable.noise(1000);
    everyIpLink(true);
    Await.until("lan is down", SOON, () -> all("lan", LinkState.DOWN));

    holds("the view", this::oneView);

    Await.until("noise", SOON, () -> drops("NOISE") > 0);
    assertThat(drops("FAILED")).isZero();
    nobodyWasSuspected();
  }

  private long drops(String cause) {
    return members.get(0).transport().linkSnapshots().stream()
        .mapToLong(link -> link.drops().getOrDefault(cause, 0L))
        .sum();
  }

  @Test
  void aDeadLineIsDownAndComesBack() throws Exception {
    bothInOneView();
    cable.cut();
    Await.until("down", SOON, () -> all("ser", LinkState.DOWN));
    members.get(0).broadcast("over lan");
    Await.until("heard", SOON, () -> members.get(1).received().contains("over lan"));

    cable.mend();
    Await.until("up", SOON, () -> all("ser", LinkState.UP));
    nobodyWasSuspected();
  }

  @Test
  void whenTheLineDiesWithTheRestTheMembersPart() throws Exception {
    bothInOneView();
    cable.cut();
    everyIpLink(true);

    Await.until("alone", SOON, () -> members.stream().allMatch(m -> m.viewSize() == 1));
  }

  @Test
  void aDeviceThatGoesAndComesBackIsOpenedAgain() throws Exception {
    bothInOneView();
    cable.unplug(1);
    Await.until("down", SOON, () -> all("ser", LinkState.DOWN));

    cable.plug(1);
    Await.until("up", SOON, () -> all("ser", LinkState.UP));
    nobodyWasSuspected();
  }

  @Test
  void aMissingDeviceStopsNobodyFromStarting() throws Exception {
    cable.unplug(1);
    member(1, "").connect();
    member(2, "").connect();
    Await.until("one view", SOON, this::oneView);

    cable.plug(1);
    Await.until("up", SOON, () -> all("ser", LinkState.UP));
  }

  @Test
  void viewsGoOverTheLine() throws Exception {
    String key = "key='a secret that all nodes share'";
    member(1, key);
    member(2, key);
    members.get(0).connect();
    members.get(0).link("lan").sever();
    members.get(1).connect();
    Await.until("ser is up", SOON, () -> all("ser", LinkState.UP));

    Await.until("one view", SOON, this::oneView);
    members.get(0).broadcast("not over the line");
    members.get(1).close();
    Await.until("left", SOON, () -> members.get(0).viewSize() == 1);

    assertThat(members.get(1).received()).isEmpty();
    nobodyWasSuspected();
  }

  @Test
  void aLineThatIsTooSlowIsRefused() throws Exception {
    assertThatThrownBy(() -> member(1, "heartbeat_interval='10'").connect())
        .hasMessageContaining("at 115200 baud its heartbeats would fill more than half of the line")
        .hasMessageContaining("or a heartbeat_interval of");
  }

  @Test
  void withoutTheLibraryItIsSaidWhatIsMissing() throws Exception {
    List<String> command =
        ChildMember.command("n1", "lan=udp:lo,ser=serial:" + cable.device(0), "").stream()
            .map(SerialLinkTest::withoutTheLibrary)
            .toList();
    try (ProcessLines child = new ProcessLines(command)) {
      Await.until(
          "refused",
          SOON,
          () ->
              child.lines().stream()
                  .anyMatch(
                      line ->
                          line.contains("link 'ser' is serial, and for that jSerialComm is missing")
                              && line.contains("put com.fazecast:jSerialComm on the class path")));
    }
  }

  private static String withoutTheLibrary(String word) {
    return Arrays.stream(word.split(File.pathSeparator))
        .filter(entry -> !entry.contains("jSerialComm"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}

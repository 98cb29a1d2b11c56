package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Keeper;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.protocol.CommandParser;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The order in which the loop does what waits: commands before announcements, but not for ever. */
@Timeout(30)
class SentinelTest {
  private final List<String> done = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private final Log log =
      new Log() {
        @Override
        public void info(String text) {
          logged.add(text);
        }

        @Override
        public void warn(String text) {
          logged.add(text);
        }
      };

  private static final Map<Class<?>, Object> ANSWERS =
      Map.of(
          boolean.class, true,
          List.class, List.of(),
          Set.class, Set.of(),
          Optional.class, Optional.empty());

  private final Host host =
      (Host)
          Proxy.newProxyInstance(
              Host.class.getClassLoader(),
              new Class<?>[] {Host.class},
              (proxy, method, arguments) -> {
                done.add(method.getName());
                return ANSWERS.get(method.getReturnType());
              });

  private long now = 1_000;
  private final Sentinel sentinel = new Sentinel(false, log, () -> now);
  private final Commander commander = new Commander(done::add);

  private void send(String line) throws InterruptedException, Refusal {
    sentinel.command(CommandParser.parse(line), commander);
  }

  /** Makes a hundred announcements due. */
  private void takeTwice() throws InterruptedException, Refusal {
    String addresses =
        IntStream.rangeClosed(1, 100)
            .mapToObj(i -> "10.0.0." + i + "/8@eth0")
            .collect(Collectors.joining(" "));
    send("hold first web 1 1000000000 0 " + addresses);
    send("hold second web 2 1000000000 0 " + addresses);
  }

  private void renew(int times) throws InterruptedException, Refusal {
    for (int i = 1; i <= times; i++) {
      send("renew r" + i + " web 2 2000000000");
    }
  }

  private void run() throws InterruptedException {
    sentinel.endInTurn(commander, "the test is over");
    sentinel.run(new Keeper(host, log));
  }

  @Test
  void renewalsThatWaitComeBeforeAnnouncementsThatAreDue() throws Exception {
    takeTwice();
    renew(40);

    run();

    assertThat(done.subList(done.indexOf("ok second"), done.indexOf("ok r40")))
        .doesNotContain("announce");
  }

  @Test
  void afterManyCommandsInARowTheAnnouncementsHaveTheirTurn() throws Exception {
    takeTwice();
    renew(64);

    run();

    assertThat(done.subList(done.indexOf("ok second"), done.indexOf("ok r64")))
        .contains("announce");
  }

  @Test
  void aHostThatClaimsAnAddressAgainAndAgainLeavesRoomForCommands() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      sentinel.claimed(
          new Claim("eth0", IpLiteral.parse("10.0.0.1"), "02:00:00:00:00:99", Claim.Kind.HAS));
    }

    send("status s");
    run();

    assertThat(done).contains("ok s");
  }

  @Test
  void aLongCommandThatIsRefusedIsLoggedInShort() throws Exception {
    String addresses =
        IntStream.rangeClosed(1, 250)
            .mapToObj(i -> "10.0.0." + i + "/8@eth0")
            .collect(Collectors.joining(" "));
    sentinel.command(
        CommandParser.parse("hold t web 1 1000000000 0 " + addresses),
        new Commander(done::add, () -> "somebody"));

    run();

    assertThat(logged).anyMatch(line -> line.startsWith("hold t web refused: say first whose"));
  }
}

package org.batonha.sentinel.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.batonha.sentinel.protocol.Command.Announce;
import org.batonha.sentinel.protocol.Command.Check;
import org.batonha.sentinel.protocol.Command.Hold;
import org.batonha.sentinel.protocol.Command.Release;
import org.batonha.sentinel.protocol.Command.Renew;
import org.batonha.sentinel.protocol.Command.Shut;
import org.batonha.sentinel.protocol.Command.Status;
import org.batonha.sentinel.protocol.Command.Tell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandParserTest {
  @Test
  void readsEveryCommand() throws Refusal {
    VirtualAddress a = VirtualAddress.parse("192.0.2.10/24@eth0");
    VirtualAddress b = VirtualAddress.parse("2001:db8::10/64@eth1");

    assertThat(CommandParser.parse("hold t-1 web 7 -5 3 192.0.2.10/24@eth0 2001:db8::10/64@eth1"))
        .isEqualTo(new Hold("t-1", "web", 7, -5, 3, List.of(a, b)));
    assertThat(CommandParser.parse("hold t web 7 5 0"))
        .isEqualTo(new Hold("t", "web", 7, 5, 0, List.of()));
    assertThat(CommandParser.parse("renew t web 7 9223372036854775807"))
        .isEqualTo(new Renew("t", "web", 7, Long.MAX_VALUE));
    assertThat(CommandParser.parse("shut t web 7")).isEqualTo(new Shut("t", "web", 7));
    assertThat(CommandParser.parse("release t web 7")).isEqualTo(new Release("t", "web", 7));
    assertThat(CommandParser.parse("announce t web")).isEqualTo(new Announce("t", "web"));
    assertThat(CommandParser.parse("check t 192.0.2.10/24@eth0"))
        .isEqualTo(new Check("t", List.of(a), true));
    assertThat(CommandParser.parse("prepare t 192.0.2.10/24@eth0"))
        .isEqualTo(new Check("t", List.of(a), false));
    assertThat(CommandParser.parse("status t")).isEqualTo(new Status("t"));
  }

  @Test
  void readsWhatIsToBeToldAndNeverShowsIt() throws Exception {
    Tell tell =
        (Tell)
            CommandParser.parse(
                "tell t lan-1 10.0.0.1 00fF 0102 10.0.0.2:7600 [2001:db8::2]:65535");

    assertThat(tell.link()).isEqualTo("lan-1");
    assertThat(tell.local()).isEqualTo(InetAddress.getByName("10.0.0.1"));
    assertThat(tell.dead()).containsExactly(0, 0xFF);
    assertThat(tell.letGo()).containsExactly(1, 2);
    assertThat(tell.peers())
        .containsExactly(
            new InetSocketAddress("10.0.0.2", 7600), new InetSocketAddress("2001:db8::2", 65_535));
    assertThat(tell.toString()).contains("lan-1").doesNotContain("ff").doesNotContain("102,");
    assertThat(
            catchThrowableOfType(
                Refusal.class, () -> CommandParser.parse("tell t lan 10.0.0.1 5ec7e7 5ec7e")))
        .hasMessageNotContaining("5ec7e");
    assertThat(
            catchThrowableOfType(
                Refusal.class,
                () -> CommandParser.parse("tell t lan 10.0.0.1 00 " + "00".repeat(257))))
        .hasMessageContaining("2 to 512 hexadecimal digits");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "|usage|unknown command",
        "fetch t|usage|commands are announce attach check configure hold prepare release renew shut status tell",
        "HOLD t web 1 1 0|usage|unknown command",
        "status|usage|a tag is",
        "status t web extra|usage|too many words: status TAG",
        "status t .web|usage|not a service's name",
        "status  t|usage|exactly one space",
        " status t|usage|unknown command",
        "status t |usage|exactly one space",
        "status t?|usage|a tag is",
        "hold t web 1 1|usage|too few words: hold TAG",
        "hold t web one 1 0|usage|the epoch is 'one'",
        "hold t web -1 1 0|usage|from 0 to",
        "hold t web +1 1 0|usage|the epoch is '+1'",
        "hold t web 9223372036854775808 1 0|usage|the epoch",
        "hold t web 1 9223372036854775808 0|usage|the deadline",
        "hold t web 1 1 21|usage|from 0 to 20",
        "hold t .web 1 1 0|usage|not a service's name",
        "renew t web 1|usage|too few words: renew TAG",
        "renew t web 1 1 1|usage|too many words",
        "shut t web|usage|too few words: shut TAG",
        "shut t web -1|usage|from 0 to",
        "tell t lan 10.0.0.1 00|usage|too few words: tell TAG",
        "tell t l/n 10.0.0.1 00 00|usage|is not a link's name",
        "tell t lan ten 00 00|address|ten",
        "tell t lan 10.0.0.1 0 00|usage|hexadecimal digits",
        "tell t lan 10.0.0.1 00 0g|usage|hexadecimal digits",
        "tell t lan 10.0.0.1 00 00 10.0.0.2|usage|is not IP:PORT",
        "tell t lan 10.0.0.1 00 00 10.0.0.2:0|usage|from 1 to 65535",
        "tell t lan 10.0.0.1 00 00 host:7600|address|host",
        "attach t|usage|too few words: attach TAG PID",
        "attach t 0|usage|it must be a number from 1 to 2147483647",
        "configure t|usage|too few words: configure TAG",
        "configure t web probe|usage|is not NAME=VALUE: the names are announce-neighbours ",
        "configure t web vip=1|usage|vip=1' is not NAME=VALUE",
        "configure t web probe-interval=0|usage|it must be a number from 1 to 10000, in ms",
        "configure t web announce-wait=1s|usage|announce-wait is '1s'",
        "configure t web announce-refresh=86401|usage|from 0 to 86400, in s",
        "configure t web on-conflict=no|usage|on-conflict is 'no': it must be defend or yield",
        "configure t web on-removal=keep|usage|it must be restore or yield",
        "configure t web on-carrier-loss=|usage|it must be keep or yield",
        "configure t web announce-neighbours=yes|usage|it must be true or false",
        "configure t web on-conflict=yield on-conflict=yield|usage|on-conflict is named twice",
        "configure t web announce-to=gw|address|announce-to: 'gw' is not an IP address",
        "configure t web announce-to=10.0.0.1,|address|announce-to: '' is not an IP address",
        "configure t web announce-to=224.0.0.1|address|name the address of another host",
        "check t|usage|too few words: check TAG",
        "hold t web 1 1 0 192.0.2.10|address|IP/PREFIX@DEVICE",
        "check t 192.0.2.10/24@e 192.0.2.10/25@f|address|named twice",
        "tickle t web|usage|too few words",
        "tickle t web 10.0.0.50:80|usage|is not IP:PORT>IP:PORT",
        "tickle t web 10.0.0.50:80>10.0.0.9|usage|is not IP:PORT",
        "tickle t web 10.0.0.50:80>10.0.0.9:0|usage|must be a number from 1 to 65535",
        "tickle t web 10.0.0.50:80>fd00::9:1|address|not a connection of a client",
        "tickle t web 10.0.0.50:80>224.0.0.1:1|address|not a connection of a client",
      })
  void refusesWhatIsNoCommand(String line, String code, String text) {
    Refusal refusal =
        catchThrowableOfType(Refusal.class, () -> CommandParser.parse(line == null ? "" : line));

    assertThat(refusal).isNotNull();
    assertThat(refusal.code().word()).isEqualTo(code);
    assertThat(refusal).hasMessageContaining(text);
  }

  @Test
  void readsAPolicy() throws Refusal {
    assertThat(CommandParser.parse("configure t web"))
        .isEqualTo(new Command.Configure("t", "web", Policy.DEFAULT));
    assertThat(
            CommandParser.parse(
                "configure t web announce-to=10.0.0.1,fd00::1,10.0.0.1 probe-interval=1000"
                    + " announce-wait=2000 announce-refresh=0 announce-neighbours=false"
                    + " on-conflict=yield on-removal=yield on-carrier-loss=yield tickle=true"
                    + " vmac=true"))
        .isEqualTo(
            new Command.Configure(
                "t",
                "web",
                new Policy(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    List.of(IpLiteral.parse("10.0.0.1"), IpLiteral.parse("fd00::1")),
                    false,
                    Duration.ZERO,
                    Policy.OnConflict.YIELD,
                    Policy.OnRemoval.YIELD,
                    Policy.OnCarrierLoss.YIELD,
                    true,
                    true)));
  }

  @Test
  void readsConnections() throws Refusal {
    assertThat(
            CommandParser.parse(
                "tickle t web 10.0.0.50:80>10.0.0.9:40000 [fd00::50]:443>[fd00::9]:1"))
        .isEqualTo(
            new Command.Tickle(
                "t",
                "web",
                List.of(
                    new Connection(end("10.0.0.50", 80), end("10.0.0.9", 40_000)),
                    new Connection(end("fd00::50", 443), end("fd00::9", 1)))));
  }

  private static InetSocketAddress end(String ip, int port) {
    return new InetSocketAddress(IpLiteral.parse(ip), port);
  }

  @Test
  void moreHostsThanTheLimitAreRefused() {
    String hosts =
        IntStream.rangeClosed(1, Policy.ANNOUNCE_TO_LIMIT + 1)
            .mapToObj(i -> "10.0.0." + i)
            .collect(Collectors.joining(","));

    assertThat(
            catchThrowableOfType(
                Refusal.class, () -> CommandParser.parse("configure t web announce-to=" + hosts)))
        .hasMessage("announce-to names 17 hosts: it must be at most 16");
  }

  @Test
  void findsTheTagOfABadLineForTheAnswer() {
    assertThat(CommandParser.tagOf("fetch t-1 this and that")).isEqualTo("t-1");
    assertThat(CommandParser.tagOf("fetch")).isEqualTo("-");
    assertThat(CommandParser.tagOf("")).isEqualTo("-");
    assertThat(CommandParser.tagOf("fetch t\u00e4g")).isEqualTo("-");
    assertThat(CommandParser.tagOf("fetch " + "t".repeat(33))).isEqualTo("-");
  }

  @Test
  void anyTextIsACommandOrOneCleanLineOfError() {
    Random random = new Random(42);
    String[] parts = {
      "hold",
      "renew",
      "shut",
      "tell",
      "configure",
      "announce-to=10.0.0.1",
      "on-conflict=yield",
      "10.0.0.1",
      "00ff",
      "10.0.0.2:7",
      "check",
      "t",
      "web",
      "1",
      "-1",
      " ",
      "  ",
      "/",
      "@",
      "eth0",
      "\t",
      "\u0000",
      "192.0.2.10/24@eth0",
      "::/0@x",
      "fe80::1%lo/64@lo",
      "\u00e9",
      "999999999999999999999"
    };
    for (int i = 0; i < 50_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int words = random.nextInt(8); words > 0; words--) {
        if (random.nextInt(4) == 0) {
          byte[] junk = new byte[random.nextInt(12)];
          random.nextBytes(junk);
          line.append(new String(junk, StandardCharsets.ISO_8859_1));
        } else {
          line.append(parts[random.nextInt(parts.length)]);
        }
        line.append(random.nextInt(5) == 0 ? "" : " ");
      }
      assertCommandOrCleanError(line.toString());
    }
  }

  private static void assertCommandOrCleanError(String line) {
    try {
      assertThat(CommandParser.parse(line).tag()).matches("[A-Za-z0-9_-]{1,32}");
    } catch (Refusal e) {
      assertThat(e.getMessage()).as(line).matches("[ -~]{1,400}");
    }
  }
}

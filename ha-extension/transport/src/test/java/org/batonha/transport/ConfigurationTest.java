package org.batonha.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.batonha.transport.link.HostSpec;
import org.batonha.transport.link.LinkSpec;
import org.batonha.transport.link.Links;
import org.batonha.transport.link.LocalInterface;
import org.batonha.transport.wire.LinkProtocol;
import org.jgroups.JChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Good configuration is understood, bad configuration is refused with what to do. */
class ConfigurationTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @Test
  void linksNameProtocolInterfaceAndPort() {
    assertThat(
            LinkSpec.parse("lan=udp, hb=TCP:eth1@9, x=tcp:10.0.0.1:7601, six=udp:[fd00::1]:7@255"))
        .containsExactly(
            new LinkSpec("lan", LinkProtocol.UDP, null, -1, 8),
            new LinkSpec("hb", LinkProtocol.TCP, "eth1", -1, 9),
            new LinkSpec("x", LinkProtocol.TCP, "10.0.0.1", 7601, 6),
            new LinkSpec("six", LinkProtocol.UDP, "fd00::1", 7, 255));
    assertThat(LinkSpec.parse("lan=udp,ser=serial:/dev/serial/by-id/usb-A_B-if00:9600"))
        .contains(
            new LinkSpec("ser", LinkProtocol.SERIAL, "/dev/serial/by-id/usb-A_B-if00", 9600, 0));
  }

  @Test
  void aLinkLocalAddressNamesItsZone() {
    assertThat(LinkSpec.parse("a=tcp:[fe80::1%eth0],b=udp:[fe80::1%Br_lan-0.7]:7601"))
        .extracting(LinkSpec::interfaceName)
        .containsExactly("fe80::1%eth0", "fe80::1%Br_lan-0.7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalInterface.find("hb", "fe80::1%Br_lan-0.7"))
        .withMessageContaining("no address 'fe80::1%Br_lan-0.7'")
        .withMessageContaining("no such interface Br_lan-0.7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalInterface.find("hb", "fe80::1%lo"))
        .withMessageContaining("no address 'fe80:");
  }

  @Test
  void whatIsRecommendedIsFound() throws Exception {
    Optional<String> six =
        NetworkInterface.getByName("lo")
            .inetAddresses()
            .filter(Inet6Address.class::isInstance)
            .map(InetAddress::getHostAddress)
            .findFirst();
    assumeThat(six).as("an IPv6 address of lo").isPresent();

    LocalInterface found = LocalInterface.find("hb", six.orElseThrow());

    assertThat(six.orElseThrow()).endsWith("%lo");
    assertThat(found.device().getName()).isEqualTo("lo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lan|is not NAME=PROTOCOL",
        "lan=udp,|is not NAME=PROTOCOL",
        "lan=sctp|use udp, tcp or serial",
        "lan=udp:eth0:99999|use 1 to 65535",
        "lan=udp@256|has priority 256: use 0 to 255",
        "a=udp,s=serial|is not NAME=serial:DEVICE[:BAUD]",
        "a=udp,s=serial:/dev/ttyS0@9|is not NAME=serial:DEVICE[:BAUD]",
        "a=udp,s=serial:/dev/ttyS0:300|has baud 300: use 9600 to 4000000",
        "s=serial:/dev/ttyS0|serial links alone: add a udp or tcp link",
        "a=udp,a=tcp|is there twice",
        "a=udp,b=udp,c=udp,d=udp,e=udp,f=udp,g=udp,h=udp,i=udp|at most 8",
      })
  void badLinksAreRefused(String links, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkSpec.parse(links))
        .withMessageContaining("links '" + links + "'")
        .withMessageContaining(message);
  }

  @Test
  void hostsTakeTheLinksPort() {
    assertThat(HostSpec.parse("hb=127.0.0.1,hb=[::1]:5", Map.of("hb", 7600)))
        .containsExactly(
            new HostSpec("hb", new InetSocketAddress("127.0.0.1", 7600)),
            new HostSpec("hb", new InetSocketAddress("::1", 5)));
    assertThat(HostSpec.parse("", Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.1|is not LINK=HOST[:PORT]",
        "wan=127.0.0.1|the links are [hb]",
        "hb=127.0.0.1:0|give one of 1 to 65535",
        "hb=no.such.host.invalid|a name that resolves",
      })
  void badHostsAreRefused(String hosts, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostSpec.parse(hosts, Map.of("hb", 7600)))
        .withMessageContaining(message);
  }

  @Test
  void anUnknownInterfaceIsNamedWithThoseThatThereAre() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalInterface.find("hb", "eth99"))
        .withMessageContaining("link 'hb'")
        .withMessageContaining("'eth99'")
        .withMessageContaining("lo (");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LocalInterface.find("hb", "203.0.113.9"))
        .withMessageContaining("'203.0.113.9'");
  }

  @Test
  void anInterfaceIsFoundByNameWithItsIpv4AddressFirst() {
    LocalInterface found = LocalInterface.find("lan", "lo");

    assertThat(found.address().getHostAddress()).isEqualTo("127.0.0.1");
    assertThat(found.device().getName()).isEqualTo("lo");
  }

  @Test
  void aLinkWithoutInterfaceNeedsABindAddress() {
    List<LinkSpec> specs = LinkSpec.parse("lan=udp");

    assertThat(Links.plan(specs, LOOPBACK, 7600).get(0).port()).isEqualTo(7600);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Links.plan(specs, null, 7600))
        .withMessageContaining("bind_addr is not set")
        .withMessageContaining("lan=udp:INTERFACE");
  }

  @Test
  void twoLinksCannotListenAtTheSamePlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Links.plan(LinkSpec.parse("a=tcp,b=tcp"), LOOPBACK, 7600))
        .withMessageContaining("link 'b'")
        .withMessageContaining("another interface or port");
    assertThat(Links.plan(LinkSpec.parse("a=tcp,b=udp"), LOOPBACK, 7600)).hasSize(2);
  }

  @Test
  void twoLinksOnOnePathGetAWarning() {
    List<Links.Planned> planned =
        Links.plan(LinkSpec.parse("a=tcp:127.0.0.1,b=udp:lo"), LOOPBACK, 7600);

    assertThat(Links.samePaths(planned))
        .singleElement()
        .asString()
        .contains("'a' and 'b'")
        .contains("lo 127.0.0.1")
        .contains("another interface and network");
    assertThat(Links.samePaths(planned.subList(0, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "heartbeat_interval='5'|heartbeat_interval (ms) is 5: it must be between 10 and 60000",
        "heartbeat_limit='1'|heartbeat_limit (missed heartbeats) is 1: it must be between 2 and 100",
        "multicast_address='10.0.0.1'|no multicast address",
        "multicast_port='0'|multicast_port is 0",
        "mode='fast'|mode is 'fast': it must be passive, active or round-robin",
        "key='short'|key has 5 characters: it must have at least 16",
        "key='aaaaaaaaaaaaaaaa,bbbbbbbbbbbbbbbb,cccccccccccccccc'|key has 3 keys",
        "links='lan=udp:eth99'|no interface and no address 'eth99'",
      })
  void theStackRefusesBadProperties(String property, String message) {
    String stack =
        "<config xmlns='urn:org:jgroups'><org.batonha.transport.REDUNDANT bind_addr='127.0.0.1' %s/></config>"
            .formatted(property)
            .replace('\'', '"');

    assertThatThrownBy(
            () -> new JChannel(new ByteArrayInputStream(stack.getBytes(StandardCharsets.UTF_8))))
        .hasStackTraceContaining(message);
  }

  @Test
  void aBundleThatFitsIntoNoDatagramIsRefused() throws Exception {
    try (Member member = Member.onTwoLinks(1)) {
      member.transport().getBundler().setMaxSize(100_000);

      assertThatThrownBy(member::connect).hasStackTraceContaining("at most 65000");
    }
  }

  @Test
  void theSampleStackIsReadable() throws Exception {
    try (JChannel channel = new JChannel("redundant.xml")) {
      assertThat((Object) channel.getProtocolStack().getTransport()).isInstanceOf(REDUNDANT.class);
    }
  }
}

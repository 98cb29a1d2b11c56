package org.batonha.wildfly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.jboss.dmr.ModelNode;
import org.jboss.dmr.ValueExpression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkModelTest {
  private final ModelNode model = new ModelNode();

  private void link(String name, String... pairs) {
    ModelNode link = model.get("link", name);
    for (int i = 0; i < pairs.length; i += 2) {
      link.get(pairs[i]).set(pairs[i + 1]);
    }
  }

  @Test
  void isWhatTheTransportTakes() {
    link("lan", "protocol", "udp", "interface", "eth0");
    link("hb", "protocol", "tcp", "interface", "fd00::1", "port", "7601", "priority", "50");
    link("any", "protocol", "tcp");
    link("ser", "protocol", "serial", "interface", "/dev/ttyS0", "baud", "57600");
    link("ser2", "protocol", "serial", "interface", "/dev/ttyS1");

    LinkModel.check(model);

    assertThat(LinkModel.wanted(model).links())
        .isEqualTo(
            "lan=udp:eth0@8,hb=tcp:[fd00::1]:7601@50,any=tcp@6,ser=serial:/dev/ttyS0:57600,"
                + "ser2=serial:/dev/ttyS1");
  }

  @Test
  void hostsAreOfTheirLink() {
    link("lan", "protocol", "udp");
    link("hb", "protocol", "tcp");
    for (String host : new String[] {"10.0.1.2", "node3:7601", "fd00::2", "[fd00::3]:7601"}) {
      model.get("link", "hb", "hosts").add(host);
    }

    LinkModel.check(model);

    assertThat(LinkModel.wanted(model).hosts())
        .isEqualTo("hb=10.0.1.2,hb=node3:7601,hb=[fd00::2],hb=[fd00::3]:7601");

    model.get("link", "hb", "hosts").add(new ValueExpression("${other}"));
    LinkModel.check(model);
    model.get("link", "lan", "hosts").add("a b");
    model.get("link", "hb").remove("hosts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkModel.check(model))
        .withMessageContaining("entry 'lan=a b' is not LINK=HOST[:PORT]");
  }

  @Test
  void aSerialLinkHasNoHosts() {
    link("lan", "protocol", "udp");
    link("line", "protocol", "serial", "interface", "/dev/ttyS0");
    model.get("link", "line", "hosts").add("10.0.0.2");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkModel.check(model))
        .withMessageContaining("is serial and has hosts: take them out");
  }

  @Test
  void isEmptyWithoutLinks() {
    assertThat(LinkModel.wanted(model).links()).isEmpty();
    LinkModel.check(model);
  }

  @Test
  void isNotCheckedWhileAValueIsAnExpression() {
    link("ser", "protocol", "serial");
    model.get("link", "ser", "interface").set(new ValueExpression("${line}"));

    LinkModel.check(model);
  }

  @ParameterizedTest
  @CsvSource({
    "serial,port,7600,has a port",
    "serial,priority,5,has a priority",
    "udp,baud,9600,has a baud rate",
  })
  void refusesWhatIsOfTheOtherKind(String protocol, String name, String value, String message) {
    link("x", "protocol", protocol, "interface", "lo", name, value);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkModel.check(model))
        .withMessageContaining("link 'x'")
        .withMessageContaining(message);
  }

  @Test
  void refusesWhatIsHalf() {
    link("x", "protocol", "tcp", "port", "7600");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkModel.check(model))
        .withMessageContaining("has a port but no interface");
    model.get("link").clear();
    link("s", "protocol", "serial", "interface", "/dev/ttyS0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LinkModel.check(model))
        .withMessageContaining("add a udp or tcp link");
  }
}

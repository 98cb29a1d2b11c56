package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import org.batonha.sentinel.lan.DeliveryOf;
import org.batonha.sentinel.lan.Lines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the kernel says of an IPv6 address: it is there before anything is delivered for it. */
@Timeout(120)
class DeliveryIT extends LanTest {
  private static final String IP6 = "fd00::50/64@eth0";

  private void isDeliveredWhileOpen(String... arguments) throws Exception {
    Lines says = java("h1", DeliveryOf.class, arguments);
    for (String stage : new String[] {"before false", "open true", "shut false", "removed false"}) {
      assertThat(says.await(stage.split(" ")[0]).text()).isEqualTo(stage);
    }
  }

  @Test
  void itIsDeliveredFromWhenItIsAddedUntilItIsShut() throws Exception {
    isDeliveredWhileOpen(IP6);
  }

  @Test
  void alsoWhereTheNetworkIsKnownAnyway() throws Exception {
    lan.bash("h1", "ip addr add fd00::1/64 dev eth0 nodad");

    isDeliveredWhileOpen(IP6);
  }

  @Test
  void alsoWithAHardwareAddressOfItsOwn() throws Exception {
    isDeliveredWhileOpen(IP6, "vmac");
  }
}

package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.batonha.sentinel.keeper.Claim;
import org.junit.jupiter.api.Test;

/** What the kernel says of a device's carrier is handed on as it is, also the first time. */
class AddressMonitorTest {
  private static final int IFF_UP = 0x1;
  private static final int IFF_LOWER_UP = 0x10000;
  private static final int IFLA_IFNAME = 3;

  private final List<String> heard = new ArrayList<>();
  private final AddressMonitor monitor =
      new AddressMonitor(
          null,
          1,
          new News() {
            @Override
            public void claimed(Claim claim) {
              heard.add("claimed");
            }

            @Override
            public void addressesChanged() {
              heard.add("addresses");
            }

            @Override
            public void carrier(String device, boolean carrier) {
              heard.add(device + " " + carrier);
            }

            @Override
            public void lost() {
              heard.add("lost");
            }
          });

  private static NetlinkMessage link(int type, int flags) {
    byte[] name = "eth7\0".getBytes(StandardCharsets.US_ASCII);
    byte[] bytes =
        NetlinkMessage.of(type, 0, 64)
            .put32(0)
            .put32(7)
            .put32(flags)
            .put32(0)
            .attribute(IFLA_IFNAME, name)
            .finish(0);
    return NetlinkMessage.next(ByteBuffer.wrap(bytes));
  }

  @Test
  void theFirstThatIsHeardOfADeviceMayBeThatTheCableIsIn() {
    monitor.read(link(Rtnetlink.NEWLINK, IFF_UP | IFF_LOWER_UP));

    assertThat(heard).containsExactly("eth7 true");
  }

  @Test
  void aDeviceThatIsDownOrGoneHasNoCarrier() {
    monitor.read(link(Rtnetlink.NEWLINK, IFF_LOWER_UP));
    monitor.read(link(Rtnetlink.DELLINK, IFF_UP | IFF_LOWER_UP));

    assertThat(heard).containsExactly("eth7 false", "eth7 false");
  }
}

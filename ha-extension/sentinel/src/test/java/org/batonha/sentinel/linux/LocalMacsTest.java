package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;

class LocalMacsTest {
  private static final byte[] VIRTUAL = VirtualMacs.macOf(IpLiteral.parse("192.0.2.10"));
  private static final String DEVICES = "52:54:00:00:00:01";

  private final Set<String> devices = new HashSet<>(Set.of(DEVICES));
  private long now = 5;
  private final LocalMacs macs = new LocalMacs(() -> Set.copyOf(devices), () -> now);

  /** Else who gave an address away, and probes for it, would not hear that the other has it. */
  @Test
  void aVirtualOneIsThisHostsOnlyWhileItIsGivenHere() throws SocketException {
    macs.give(VIRTUAL);
    assertThat(macs.contains(Mac.text(VIRTUAL))).isTrue();

    macs.takeBack(VIRTUAL);

    assertThat(macs.contains(Mac.text(VIRTUAL))).isFalse();
  }

  @Test
  void aDeviceThatWasLeftBehindMakesAVirtualOneNotThisHosts() throws SocketException {
    devices.add(Mac.text(VIRTUAL));

    assertThat(macs.contains(Mac.text(VIRTUAL))).isFalse();
  }

  @Test
  void whatADeviceHadIsForgottenInASecond() throws SocketException {
    assertThat(macs.contains(DEVICES)).isTrue();
    devices.clear();

    now += 1_000_000_001L;

    assertThat(macs.contains(DEVICES)).isFalse();
  }
}

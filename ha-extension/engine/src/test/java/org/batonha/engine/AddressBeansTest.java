package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.management.NotificationBroadcaster;
import org.junit.jupiter.api.Test;

class AddressBeansTest {
  private static final String IP6 = "fd00::50";

  @Test
  void aClaimIsToldByTheBeanOfItsAddressAlone() throws Exception {
    List<String> told = new ArrayList<>();
    try (MBeans mbeans = new MBeans()) {
      AddressBeans beans = new AddressBeans(mbeans, Runnable::run);
      beans.add(
          "claims",
          List.of(AddressConfig.of("10.0.0.100/24", "eth0"), AddressConfig.of(IP6 + "/64", "eth0")),
          service -> CompletableFuture.completedFuture(List.of()));
      for (String cidr : List.of("10.0.0.100/24", IP6 + "/64")) {
        ((NotificationBroadcaster) beans.find("claims", cidr).orElseThrow())
            .addNotificationListener((n, back) -> told.add(cidr), null, null);
      }

      beans.claimed("claims", IP6, "02:00:00:00:00:99", Instant.EPOCH);
      beans.claimed("other", IP6, "02:00:00:00:00:99", Instant.EPOCH);
      beans.remove("claims");
      beans.claimed("claims", IP6, "02:00:00:00:00:99", Instant.EPOCH);
    }
    assertThat(told).containsExactly(IP6 + "/64");
  }
}

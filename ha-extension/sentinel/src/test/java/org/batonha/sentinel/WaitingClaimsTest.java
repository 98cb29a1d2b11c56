package org.batonha.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;

/** One claim waits for each address of each device. */
class WaitingClaimsTest {
  private final WaitingClaims claims = new WaitingClaims();

  private static Claim claim(String device, int host, String mac, Claim.Kind kind) {
    return new Claim(device, IpLiteral.parse("10.0.0." + host), mac, kind);
  }

  @Test
  void theNewestOfOneAddressWaitsAndTheLoopIsToldOnce() {
    assertThat(claims.add(claim("eth0", 1, "a", Claim.Kind.HAS))).isTrue();
    assertThat(claims.add(claim("eth0", 1, "b", Claim.Kind.HAS))).isFalse();
    assertThat(claims.add(claim("eth1", 1, "c", Claim.Kind.HAS))).isFalse();

    assertThat(claims.take()).extracting(Claim::mac).containsExactly("b", "c");
  }

  @Test
  void oneThatHasItIsNotForgottenForOneThatWantsIt() {
    claims.add(claim("eth0", 1, "a", Claim.Kind.WANTS));
    claims.add(claim("eth0", 1, "b", Claim.Kind.HAS));
    claims.add(claim("eth0", 1, "c", Claim.Kind.WANTS));

    assertThat(claims.take()).extracting(Claim::mac).containsExactly("b");
  }

  @Test
  void someAreTakenAtATimeUntilNoneIsLeft() {
    for (int i = 1; i <= WaitingClaims.AT_ONCE + 1; i++) {
      claims.add(claim("eth0", i, "a", Claim.Kind.HAS));
    }

    assertThat(claims.take()).hasSize(WaitingClaims.AT_ONCE);
    assertThat(claims.add(claim("eth0", 200, "a", Claim.Kind.HAS))).as("it comes again").isFalse();
    assertThat(claims.take()).hasSize(2);
    assertThat(claims.take()).isEmpty();
    assertThat(claims.add(claim("eth0", 1, "a", Claim.Kind.HAS))).isTrue();
  }

  @Test
  void whatIsDroppedIsSaidNowAndThen() {
    long interval = WaitingClaims.COMPLAINT_INTERVAL.toNanos();
    claims.add(claim("eth0", 1, "a", Claim.Kind.HAS));
    assertThat(claims.drop(0)).hasValue(1);
    claims.add(claim("eth0", 1, "a", Claim.Kind.HAS));
    claims.add(claim("eth0", 2, "a", Claim.Kind.HAS));
    assertThat(claims.drop(interval - 1)).isEmpty();
    assertThat(claims.add(claim("eth0", 1, "a", Claim.Kind.HAS))).as("told anew").isTrue();

    assertThat(claims.drop(interval)).hasValue(3);
    assertThat(claims.take()).isEqualTo(List.of());
  }
}

package org.batonha.sentinel;

import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.batonha.sentinel.keeper.Claim;
import org.batonha.sentinel.keeper.Device;
import org.batonha.sentinel.keeper.Host;
import org.batonha.sentinel.keeper.Keeper;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.keeper.Neighbour;
import org.batonha.sentinel.keeper.Replies;
import org.batonha.sentinel.protocol.CommandParser;
import org.batonha.sentinel.protocol.Connection;
import org.batonha.sentinel.protocol.IpLiteral;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/**
 * Plays a lease from taking to letting go before the first real one, with a host that does nothing:
 * the classes are loaded and the code is compiled then, which costs a taking tens of milliseconds
 * otherwise.
 */
final class Rehearsal {
  private static final InetAddress STRANGER = IpLiteral.parse("192.0.2.2");

  private static final Host STAGE =
      new Host() {
        @Override
        public void prepare(List<VirtualAddress> addresses) {}

        @Override
        public void probe(VirtualAddress address) {}

        @Override
        public void add(VirtualAddress address) {}

        @Override
        public boolean isDelivered(VirtualAddress address) {
          return true;
        }

        @Override
        public void giveVirtualMac(VirtualAddress address) {}

        @Override
        public Optional<String> virtualMac(VirtualAddress address) {
          return Optional.empty();
        }

        @Override
        public void prolong(VirtualAddress address) {}

        @Override
        public void shut(VirtualAddress address) {}

        @Override
        public void seeOff() {}

        @Override
        public void remove(VirtualAddress address) {}

        @Override
        public void announce(VirtualAddress address) {}

        @Override
        public void announceTo(VirtualAddress address, Neighbour neighbour) {}

        @Override
        public void ask(VirtualAddress address, InetAddress target) {}

        @Override
        public List<Neighbour> neighbours(String device) {
          return List.of(new Neighbour(STRANGER, "02:00:00:00:00:02"));
        }

        @Override
        public void lookUp(Set<InetAddress> targets) {}

        @Override
        public void foreseeReset(Collection<VirtualAddress> addresses) {}

        @Override
        public void resetConnections(Collection<VirtualAddress> addresses) {}

        @Override
        public List<Connection> connections(Collection<VirtualAddress> addresses, int most) {
          return List.of();
        }

        @Override
        public void tickle(Connection connection) {}

        @Override
        public void watch(Set<VirtualAddress> addresses) {}

        @Override
        public Optional<Device> device(String name) {
          return Optional.empty();
        }

        @Override
        public Set<VirtualAddress> missing(Set<VirtualAddress> addresses) {
          return addresses;
        }
      };

  private static final Log SILENCE =
      new Log() {
        @Override
        public void info(String text) {}

        @Override
        public void warn(String text) {}
      };

  private static final Replies NOBODY = answer -> {};

  /** Beyond the JVM's threshold (Tier3InvocationThreshold); takes 0.15 s and 2 MB. */
  private static final int ROUNDS = 250;

  private Rehearsal() {}

  /** Plays it so often that the JVM compiles it. */
  static void play() {
    for (int round = 0; round < ROUNDS; round++) {
      playOnce();
    }
  }

  private static void playOnce() {
    Keeper keeper = new Keeper(STAGE, SILENCE);
    VirtualAddress address = VirtualAddress.parse("192.0.2.1/32@lo");
    List<String> script =
        List.of(
            "configure t rehearsal announce-to=192.0.2.3",
            "prepare t " + address,
            "check t " + address,
            "hold t rehearsal 1 1000000000 1 " + address,
            "hold t rehearsal 2 1000000000 0 " + address,
            "renew t rehearsal 2 2000000000",
            "announce t rehearsal",
            "status t",
            "status t rehearsal",
            "shut t rehearsal 2",
            "release t rehearsal 2",
            "hold t rehearsal 3 1000000000 0 " + address);
    try {
      for (String line : script) {
        keeper.wake(0);
        keeper.work(0);
        keeper.command(CommandParser.parse(line), NOBODY, 0);
        keeper.settle();
        keeper.addressesChanged(0);
        keeper.claimed(new Claim("lo", address.ip(), "", Claim.Kind.HAS), 0);
        keeper.carrier("lo", true, 0);
        keeper.idleNanos(0);
      }
    } catch (Refusal e) {
      throw new IllegalStateException("the script is wrong: " + e.getMessage(), e);
    }
    keeper.work(1_000_000_000);
    keeper.wake(1_000_000_000);
    keeper.letGo("the rehearsal is over");
  }
}

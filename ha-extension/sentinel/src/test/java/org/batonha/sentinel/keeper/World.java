package org.batonha.sentinel.keeper;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.batonha.sentinel.protocol.CommandParser;
import org.batonha.sentinel.protocol.Refusal;
import org.batonha.sentinel.protocol.VirtualAddress;

/** A keeper in virtual time, driven as the process drives it: awake when something is due. */
final class World implements Log {
  static final VirtualAddress A = VirtualAddress.parse("192.0.2.10/24@eth0");
  static final VirtualAddress B = VirtualAddress.parse("192.0.2.11/24@eth1");
  static final String OTHER = "02:00:00:00:00:99";

  final FakeHost host = new FakeHost();
  final List<String> said = new ArrayList<>();
  final Replies replies = said::add;
  final List<String> log = new ArrayList<>();
  final Keeper keeper = new Keeper(host, this);

  /** Near the end of the scale: deadlines that wrap around must work like others. */
  private long now = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();

  World() {
    host.now = now;
  }

  long now() {
    return now;
  }

  /** Sends a command; {@code +250} in it stands for a deadline 250 ms from now. */
  World send(String line) throws Refusal {
    StringBuilder text = new StringBuilder();
    for (String word : line.split(" ")) {
      boolean deadline = word.matches("[+][-]?[0-9]+");
      text.append(
          deadline ? Long.toString(now + Long.parseLong(word.substring(1)) * 1_000_000) : word);
      text.append(' ');
    }
    wake();
    keeper.command(CommandParser.parse(text.toString().strip()), replies, now);
    keeper.settle();
    return this;
  }

  /** Lets time pass; the keeper wakes whenever it asked to. */
  World pass(long millis) {
    long end = now + millis * 1_000_000;
    while (true) {
      OptionalLong idle = keeper.idleNanos(now);
      if (idle.isEmpty() || now + idle.getAsLong() - end > 0) {
        now = end;
        host.now = now;
        return this;
      }
      now += idle.getAsLong();
      host.now = now;
      wake();
    }
  }

  /** Lets time pass while the process does not run. */
  World stall(long millis) {
    keeper.idleNanos(now);
    now += millis * 1_000_000;
    host.now = now;
    return this;
  }

  World wake() {
    keeper.wake(now);
    keeper.work(now);
    return this;
  }

  World hear(VirtualAddress address, Claim.Kind kind) {
    wake();
    keeper.claimed(new Claim(address.device(), address.ip(), OTHER, kind), now);
    return this;
  }

  World removeByHand(VirtualAddress address) {
    host.removeByHand(address);
    wake();
    keeper.addressesChanged(now);
    return this;
  }

  World cableIn(String device) {
    return cable(device, true);
  }

  World cable(String device, boolean carrier) {
    if (carrier) {
      host.withoutCarrier.remove(device);
    } else {
      host.withoutCarrier.add(device);
    }
    wake();
    keeper.carrier(device, carrier, now);
    return this;
  }

  long announcementsOfA() {
    return host.count("announce 192.0.2.10");
  }

  @Override
  public void info(String text) {
    log.add(text);
  }

  @Override
  public void warn(String text) {
    log.add(text);
  }
}

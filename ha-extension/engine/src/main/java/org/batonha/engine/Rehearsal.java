package org.batonha.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.batonha.core.Core;
import org.batonha.core.CoreConfig;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.Message;
import org.batonha.core.Preset;
import org.batonha.core.QuorumPolicy;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;

/**
 * Plays a small cluster through a holder's death and a planned move before the first real ones, on
 * a stage of its own: real cores, messages in bytes, actions and lines to sentinels, but virtual
 * time, no network and no address. So the classes are loaded and their calls are linked, which
 * takes a server that has just started 0.05 to 0.2 s otherwise, at the one moment when it must not.
 */
final class Rehearsal implements AutoCloseable {
  private static final String SERVICE = "rehearsal";
  private static final String FIRST = "n1";
  private static final String SECOND = "n2";
  private static final String ARBITER = "a1";
  private static final List<String> NODES = List.of(FIRST, SECOND);
  private static final String WITNESS = "192.0.2.1";
  private static final List<AddressConfig> ADDRESSES =
      List.of(AddressConfig.of("192.0.2.100/24", "stage"));

  /** No part of the play takes longer. */
  private static final int MOST_BEATS = 60;

  /** A lease is prolonged so often before the play goes on. */
  private static final int RENEWALS = 3;

  private static final long MOST_ANSWER_SECONDS = 2;

  private final QuorumPolicy quorum;
  private final List<String> arbiters;
  private final Duration heartbeat;
  private final ScheduledExecutorService timer;
  private final ExecutorService executor;
  private final Map<String, Player> players = new LinkedHashMap<>();
  private final Deque<Runnable> mail = new ArrayDeque<>();
  private final BlockingQueue<Runnable> outcomes = new LinkedBlockingQueue<>();
  private long now;
  private long boots;

  /** A node on the stage. */
  private final class Player implements AutoCloseable {
    private final String name;
    private final long boot = ++boots;
    private final Core core;
    private final Sentinel sentinel;
    private final Actions actions;

    Player(String name) {
      this.name = name;
      CoreConfig config = CoreConfig.of(name, NODES, arbiters, Preset.LAN, quorum, 1);
      core = new Core(config, boot, now);
      sentinel = new Sentinel(new SentinelStage(), timer, (service, epoch, reason) -> {});
      sentinel.start();
      actions =
          new Actions(
              sentinel,
              new HoldingsBoard(() -> now, service -> Optional.empty(), name::equals),
              new Drain(() -> 0, timer, executor, config.lease()),
              executor,
              event -> outcomes.add(() -> happens(event)));
      actions.configure(SERVICE, ADDRESSES, AddressPolicy.DEFAULT);
    }

    void happens(Event event) {
      if (players.get(name) == this) {
        core.step(event, now).forEach(this::carryOut);
      }
    }

    private void carryOut(Decision decision) {
      if (decision instanceof Decision.Send send) {
        send(send);
      } else if (decision instanceof Decision.Start start) {
        actions.start(start);
        await();
      } else if (decision instanceof Decision.Renewed renewed) {
        actions.renewed(renewed);
      } else if (decision instanceof Decision.Stop stop) {
        actions.stop(stop);
        await();
      } else if (decision instanceof Decision.Probe probe) {
        actions.probe(probe);
        await();
      }
    }

    private void send(Decision.Send send) {
      byte[] bytes = MessageCodec.encode(send.message());
      for (Player other : players.values()) {
        if (other != this && (send.to() == null || send.to().equals(other.name))) {
          mail.add(() -> other.happens(new Event.Received(name, decode(bytes))));
        }
      }
    }

    /** The action's outcome is the next thing that happens. */
    private void await() {
      try {
        Runnable outcome = outcomes.poll(MOST_ANSWER_SECONDS, TimeUnit.SECONDS);
        if (outcome != null) {
          mail.add(outcome);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    ServiceState state() {
      return core.report(name, SERVICE).map(report -> report.state()).orElse(null);
    }

    @Override
    public void close() {
      sentinel.close();
    }
  }

  private Rehearsal(QuorumPolicy quorum, ScheduledExecutorService timer, ExecutorService executor) {
    this.quorum = quorum;
    this.timer = timer;
    this.executor = executor;
    this.heartbeat = Preset.LAN.heartbeat();
    this.arbiters = quorum == QuorumPolicy.MAJORITY ? List.of(ARBITER) : List.of();
  }

  /**
   * Plays it, on the calling thread and the given ones; takes some tenths of a second.
   *
   * @param quorum as this node has it
   * @return whether all went as it should, which only a test wants to know
   */
  static boolean play(
      QuorumPolicy quorum, ScheduledExecutorService timer, ExecutorService executor) {
    try (Rehearsal rehearsal = new Rehearsal(quorum, timer, executor)) {
      return rehearsal.play();
    }
  }

  private boolean play() {
    enter(FIRST);
    enter(SECOND);
    arbiters.forEach(this::enter);
    boolean began = beatUntil(() -> is(FIRST, ServiceState.UP) && is(SECOND, ServiceState.RECOVER));
    kill(FIRST);
    boolean taken = beatUntil(() -> is(SECOND, ServiceState.UP));
    long leaseBegins = now;
    beatUntil(() -> now - leaseBegins > RENEWALS * heartbeat.toNanos());
    enter(FIRST);
    boolean back = beatUntil(() -> is(FIRST, ServiceState.RECOVER));
    players.get(SECOND).happens(new Event.MoveCommand(1, SERVICE, FIRST));
    boolean moved = beatUntil(() -> is(FIRST, ServiceState.UP) && is(SECOND, ServiceState.RECOVER));
    return began && taken && back && moved;
  }

  private boolean is(String node, ServiceState state) {
    return players.get(node).state() == state;
  }

  private void enter(String name) {
    Player player = new Player(name);
    players.put(name, player);
    if (NODES.contains(name)) {
      player.happens(new Event.ServiceAdded(new ServiceConfig(SERVICE, NODES)));
    }
    tellAll(new Event.ViewChanged(view()));
  }

  /** The one that stays is the older member. */
  private List<String> view() {
    List<String> view = new ArrayList<>(players.keySet());
    view.sort((one, other) -> Long.compare(players.get(one).boot, players.get(other).boot));
    return view;
  }

  private void kill(String name) {
    Player dead = players.remove(name);
    dead.close();
    tellAll(new Event.LastWord(name, dead.boot));
    tellAll(new Event.ViewChanged(view()));
  }

  private void tellAll(Event event) {
    List.copyOf(players.values()).forEach(player -> player.happens(event));
    deliver();
  }

  private boolean beatUntil(BooleanSupplier condition) {
    for (int beat = 0; beat < MOST_BEATS; beat++) {
      if (condition.getAsBoolean()) {
        return true;
      }
      now += heartbeat.toNanos();
      if (quorum == QuorumPolicy.WITNESS) {
        tellAll(new Event.WitnessAnswered(WITNESS, now));
      }
      tellAll(new Event.Tick());
    }
    return false;
  }

  private void deliver() {
    for (Runnable next = mail.poll(); next != null; next = mail.poll()) {
      next.run();
    }
  }

  private static Message decode(byte[] bytes) {
    try {
      return MessageCodec.decode(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException("a message cannot be read by who wrote it", e);
    }
  }

  @Override
  public void close() {
    players.values().forEach(Player::close);
  }
}

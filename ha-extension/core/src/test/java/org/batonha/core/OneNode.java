package org.batonha.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The decisions of one node, the peers of which say what a test tells them to. Each peer that has
 * said something repeats it with every heartbeat and acks what it hears, until it is silenced.
 */
final class OneNode {
  static final long BOOT = 300;

  final Core core;
  long now = Given.millis(1);
  private final CoreConfig config;
  private final Map<String, List<ServiceReport>> peers = new TreeMap<>();
  private final Map<String, Long> versions = new TreeMap<>();
  private long seq;
  Message.Renew renewal;

  OneNode(CoreConfig config, ServiceConfig... services) {
    this.config = config;
    core = new Core(config, BOOT, now);
    for (ServiceConfig service : services) {
      step(new Event.ServiceAdded(service));
    }
  }

  /** A node whose voter speaks, in a view with all others, which are idle. */
  static OneNode among(CoreConfig config, ServiceConfig... services) {
    OneNode node = new OneNode(config, services);
    node.step(new Event.ViewChanged(config.voters()));
    for (String peer : config.voters()) {
      if (!peer.equals(config.node())) {
        ServiceReport[] idle = new ServiceReport[services.length];
        for (int i = 0; i < services.length; i++) {
          idle[i] = Given.idle(services[i].name());
        }
        node.says(peer, idle);
      }
    }
    return node;
  }

  List<Decision> step(Event event) {
    List<Decision> out = core.step(event, now);
    for (Decision decision : out) {
      if (decision instanceof Decision.Send send && send.message() instanceof Message.Renew renew) {
        renewal = renew;
      }
    }
    return out;
  }

  List<Decision> tick() {
    return step(new Event.Tick());
  }

  List<Decision> hears(String from, Message message) {
    return step(new Event.Received(from, message));
  }

  /** A peer says something else of its services from now on. */
  List<Decision> says(String peer, ServiceReport... reports) {
    peers.put(peer, List.of(reports));
    versions.merge(peer, 1L, Long::sum);
    return repeats(peer);
  }

  private List<Decision> repeats(String peer) {
    long version = versions.get(peer);
    return hears(peer, new Message.Renew(1, ++seq, version, 0, peers.get(peer)));
  }

  void falls(String peer) {
    peers.remove(peer);
  }

  List<Decision> acks(String peer, Verdict... refused) {
    return hears(
        peer, new Message.Ack(BOOT, renewal.seq(), renewal.version(), true, List.of(refused)));
  }

  /** Time passes, heartbeat by heartbeat; returns all that is decided. */
  List<Decision> passes(long millis) {
    List<Decision> all = new ArrayList<>();
    long end = now + Given.millis(millis);
    while (now < end) {
      now = Math.min(end, now + config.heartbeatNanos());
      all.addAll(tick());
      for (String peer : List.copyOf(peers.keySet())) {
        all.addAll(repeats(peer));
        all.addAll(acks(peer));
      }
    }
    return all;
  }

  /** Waits until this node has asked for a service and has been told to start it, and starts it. */
  void holds(String service) {
    for (Decision decision : passes(2000)) {
      if (decision instanceof Decision.Start start && start.service().equals(service)) {
        step(new Event.Started(service, start.epoch()));
        return;
      }
    }
    throw new AssertionError(service + " was not started: " + core.log());
  }

  ServiceState state(String service) {
    return core.report(config.node(), service).orElseThrow().state();
  }

  long claim(String service) {
    return core.report(config.node(), service).orElseThrow().claim();
  }

  static List<String> warnings(List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Warn.class::isInstance)
        .map(decision -> ((Decision.Warn) decision).text())
        .toList();
  }

  static List<Decision> answers(List<Decision> decisions) {
    return decisions.stream()
        .filter(d -> d instanceof Decision.CommandDone || d instanceof Decision.CommandFailed)
        .toList();
  }

  static List<Message> sentTo(String node, List<Decision> decisions) {
    return decisions.stream()
        .filter(Decision.Send.class::isInstance)
        .map(Decision.Send.class::cast)
        .filter(send -> node.equals(send.to()))
        .map(Decision.Send::message)
        .toList();
  }
}

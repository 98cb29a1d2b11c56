package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.batonha.core.Decision;
import org.batonha.core.Event;
import org.batonha.core.LogEntry;
import org.batonha.core.ServiceConfig;
import org.batonha.core.ServiceState;

/** What the named scenarios have in common: a cluster that is up, and questions to it. */
abstract class Story {
  static final String WEB = "web";
  static final Duration SOON = Duration.ofSeconds(2);
  static final Duration LATER = Duration.ofSeconds(20);

  World world;
  private final List<Decision> answers = new ArrayList<>();

  /** A cluster in which every service is held where it is preferred. */
  World cluster(Setup setup) {
    world = World.of(setup, 42);
    world.fuse =
        (server, decision) -> {
          if (decision instanceof Decision.CommandDone
              || decision instanceof Decision.CommandFailed) {
            answers.add(decision);
          }
        };
    world.start();
    world.await(w -> w.membership.isWhole(), LATER);
    world.run(Duration.ofSeconds(1));
    setup.services.forEach(this::bringHome);
    world.run(Duration.ofSeconds(1));
    return world;
  }

  private void bringHome(ServiceConfig service) {
    String name = service.name();
    world.await(w -> w.acting(name).size() == 1, LATER);
    String holder = world.acting(name).get(0);
    world.await(w -> state(holder, name) == ServiceState.UP, SOON);
    if (service.apartFrom().isEmpty() && !holder.equals(service.preference().get(0))) {
      assertDone(move(holder, name, service.preference().get(0)));
    }
  }

  void awaitHolder(String service, String host, Duration most) {
    world.await(
        w -> w.acting(service).equals(List.of(host)) && state(host, service) == ServiceState.UP,
        most);
  }

  void awaitNobody(String service, Duration most) {
    world.await(w -> w.acting(service).isEmpty(), most);
  }

  /** Looks after each millisecond that the same host goes on to hold a service. */
  void stays(String service, String host, Duration time) {
    long end = world.now + time.toNanos();
    while (world.now < end) {
      world.run(Duration.ofMillis(10));
      assertThat(world.acting(service)).as("%s", world.trace).containsExactly(host);
    }
  }

  ServiceState state(String host, String service) {
    return world.host(host).server.core.report(host, service).orElseThrow().state();
  }

  long epoch(String host, String service) {
    return world.host(host).sentinel.epoch(world.serviceId(service));
  }

  List<String> log(String host) {
    return world.host(host).server.core.log().stream().map(Story::line).toList();
  }

  private static String line(LogEntry entry) {
    return entry.service() + " " + entry.what() + ": " + entry.reason();
  }

  long move(String asked, String service, String to) {
    return world.command(asked, id -> new Event.MoveCommand(id, service, to));
  }

  /** Waits for the answer to a command. */
  Decision answer(long id) {
    world.await(w -> find(id) != null, Duration.ofSeconds(15));
    return find(id);
  }

  private Decision find(long id) {
    for (Decision decision : answers) {
      if ((decision instanceof Decision.CommandDone done && done.id() == id)
          || (decision instanceof Decision.CommandFailed failed && failed.id() == id)) {
        return decision;
      }
    }
    return null;
  }

  void assertDone(long id) {
    assertThat(answer(id)).isInstanceOf(Decision.CommandDone.class);
  }

  void assertRefused(long id, String... words) {
    assertThat(answer(id)).isInstanceOf(Decision.CommandFailed.class);
    assertThat(((Decision.CommandFailed) find(id)).reason()).contains(words);
  }
}

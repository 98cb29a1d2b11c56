package org.batonha.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.batonha.core.Explanation.Candidate;
import org.batonha.core.Placement.Group;

/** Says why a service is where it is, and what would have to happen for it to move. */
final class Explainer {
  private final Knowledge known;
  private final Nominator nominator;
  private final boolean quorate;
  private final long now;

  Explainer(Knowledge known, Nominator nominator, long now) {
    this.known = known;
    this.nominator = nominator;
    this.quorate = known.isQuorate(now);
    this.now = now;
  }

  Explanation explain(LocalService service) {
    ServiceConfig of = service.config();
    List<Candidate> nodes = new ArrayList<>();
    for (String node : of.preference()) {
      nodes.add(new Candidate(node, of.roleOf(node), verdict(of, node)));
    }
    String holder = holder(of);
    return new Explanation(of.name(), summary(service, holder), nodes, wouldMove(service, holder));
  }

  private String holder(ServiceConfig service) {
    for (String node : service.preference()) {
      ServiceReport report = known.reports.get(node, service.name());
      if (known.peers.isPresent(node) && report != null && report.state().isHolding()) {
        return node;
      }
    }
    return null;
  }

  private String verdict(ServiceConfig service, String node) {
    ServiceReport report = known.reports.get(node, service.name());
    if (known.peers.isPresent(node) && report != null && report.state().isHolding()) {
      return "holds it, in " + report.state();
    }
    return placement().text(service, node);
  }

  private Placement placement() {
    return nominator.placement();
  }

  private String summary(LocalService service, String holder) {
    String name = "service '" + service.config().name() + "'";
    if (holder != null) {
      String conflict = known.conflicts.of(service, now).map(text -> "; " + text).orElse("");
      ServiceReport report = known.reports.get(holder, service.config().name());
      return name + " is " + report.state() + " on " + holder + ": " + report.reason() + conflict;
    }
    if (service.isStopped()) {
      return name + " is held by nobody: an operator has stopped it";
    }
    if (!quorate) {
      return name
          + " is held by nobody that is reachable from here: this node sees "
          + known.peers.present()
          + " of the voters "
          + known.config().voters()
          + ", and may not decide with "
          + known.config().quorum()
          + " as quorum";
    }
    boolean any =
        service.config().preference().stream()
            .anyMatch(node -> placement().isFit(service.config(), node));
    if (!any) {
      return name + " is held by nobody: no node is fit for it";
    }
    return name
        + " is held by nobody yet; here it is in "
        + service.state()
        + ": "
        + service.reason();
  }

  private List<String> wouldMove(LocalService service, String holder) {
    ServiceConfig of = service.config();
    List<String> sentences = new ArrayList<>();
    if (service.isStopped()) {
      sentences.add("start it: then the first fit node of " + of.preference() + " takes it");
      return sentences;
    }
    if (!quorate) {
      sentences.add(
          "nothing moves until enough of the voters " + known.config().voters() + " are seen");
    }
    damping(of, sentences);
    if (holder != null) {
      successor(of, holder, sentences);
      failback(of, holder, sentences);
    }
    Group group = placement().groupOf(of.name());
    if (group.members().size() > 1) {
      sentences.add(
          "it goes with "
              + group.others(of)
              + ", by the preference of '"
              + group.lead().name()
              + "'");
    }
    return sentences;
  }

  private void damping(ServiceConfig service, List<String> sentences) {
    long until = known.history.dampedUntil(service);
    if (now < until) {
      sentences.add(
          "by itself it moves nowhere for another "
              + millis(until - now)
              + ": it moved "
              + service.flapLimit()
              + " times within "
              + millis(service.flapWindow().toNanos())
              + "; an operator may move it");
    }
  }

  private void successor(ServiceConfig service, String holder, List<String> sentences) {
    String next =
        service.preference().stream()
            .filter(node -> !node.equals(holder) && placement().isFit(service, node))
            .min(Comparator.comparing(node -> placement().isBehind(service, node)))
            .orElse(null);
    sentences.add(
        "if "
            + holder
            + " fails, leaves or goes into maintenance, "
            + (next == null ? "nobody is fit to take it" : next + " takes it"));
  }

  private void failback(ServiceConfig service, String holder, List<String> sentences) {
    String preferred = service.preference().get(0);
    if (preferred.equals(holder)) {
      return;
    }
    if (service.failback() == Failback.MANUAL) {
      sentences.add("it goes back to " + preferred + " only if an operator moves it");
      return;
    }
    Long since = nominator.fitSince(service.name(), preferred);
    String when =
        since == null
            ? "once it was fit for " + millis(service.failbackDelay().toNanos())
            : "in " + millis(service.failbackDelay().toNanos() - (now - since));
    sentences.add("it goes back to " + preferred + " by itself " + when);
  }

  private static String millis(long nanos) {
    return Duration.ofNanos(Math.max(0, nanos)).toMillis() + " ms";
  }
}

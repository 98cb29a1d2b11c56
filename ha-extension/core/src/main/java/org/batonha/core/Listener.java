package org.batonha.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** This node as one that listens to the renewals of all, learns from them, and is their voter. */
final class Listener {
  private final Knowledge known;
  private final LocalServices services;
  private final Agenda agenda;

  Listener(Knowledge known, LocalServices services, Agenda agenda) {
    this.known = known;
    this.services = services;
    this.agenda = agenda;
  }

  /**
   * Takes in a renewal of {@code from}, this node itself included.
   *
   * @return the answer; {@code null} when a newer renewal was here before
   */
  Message renewed(String from, Message.Renew renew, List<Decision> out, long now) {
    Reports.Taken taken = known.reports.put(from, renew);
    if (taken == Reports.Taken.OLD) {
      long newest = known.reports.boot(from);
      return newest > renew.boot() ? new Message.Outdated(renew.boot(), newest) : null;
    }
    boolean isReadable = taken != Reports.Taken.GAP;
    if (isReadable && known.peers.state(from) != PeerState.DOWN && known.reports.count(from)) {
      agenda.consider();
    }
    if (taken == Reports.Taken.CHANGED) {
      learn(from, renew, out, now);
    }
    return ack(from, isReadable && !known.voter.isSilent(now), now);
  }

  /** Answers the newest renewal of a node. */
  private Message.Ack ack(String node, boolean judges, long now) {
    Reports reports = known.reports;
    long boot = reports.boot(node);
    List<Verdict> refused = judges ? judge(node, boot, now) : List.of();
    return new Message.Ack(boot, reports.seq(node), reports.version(node), judges, refused);
  }

  private void learn(String from, Message.Renew renew, List<Decision> out, long now) {
    Set<String> freed = new TreeSet<>();
    Set<String> heard = new TreeSet<>();
    for (ServiceReport report : renew.changes()) {
      if (known.voter.released(report.service(), report.released(), from, renew.boot())) {
        freed.add(report.service());
      }
      LocalService service = services.get(report.service());
      if (service != null) {
        heard.add(report.service());
        service.heardOf(report.claim());
        known.history.observe(from, renew.boot(), report, service.config(), now);
        obey(report, service, out, now);
      }
    }
    answerAgain(freed, out, now);
    agenda.consider(heard);
  }

  /** What others said of a service before it was configured here counts from now on. */
  void catchUp(String name, List<Decision> out, long now) {
    LocalService service = services.get(name);
    for (String node : known.config().nodes()) {
      ServiceReport report = known.reports.said(node, name);
      if (report != null && !node.equals(known.self())) {
        service.heardOf(report.claim());
        long boot = known.reports.boot(node);
        known.history.observe(node, boot, report, service.config(), now);
        obey(report, service, out, now);
      }
    }
  }

  /** An operator's order is passed on by whoever knows it; the newest one counts. */
  private void obey(ServiceReport report, LocalService service, List<Decision> out, long now) {
    if (report.order() > service.order()) {
      service.ordered(report.order(), report.stopped(), out, now);
      agenda.touch(report.service());
      if (!report.stopped()) {
        known.history.ordered(report.service());
      }
    }
  }

  /** Judges every claim of a node; returns the refusals. */
  private List<Verdict> judge(String node, long boot, long now) {
    List<Verdict> refused = List.of();
    for (ServiceReport report : known.reports.claims(node)) {
      if (report.state() == ServiceState.STOPPING) {
        // Its lease is not prolonged any more: were it believed longer, a stop that hangs would
        // keep everybody else out for ever.
        continue;
      }
      boolean acts = report.state().isActing();
      Optional<Verdict> verdict =
          known.voter.judge(report.service(), report.claim(), node, boot, acts, now);
      if (verdict.isPresent()) {
        refused = refused.isEmpty() ? new ArrayList<>() : refused;
        refused.add(verdict.get());
      }
    }
    return refused;
  }

  /**
   * A sentinel says that a process is dead, and that it holds nothing for it any more.
   *
   * @param answeredUntil until a lease after the newest request that the node has answered
   */
  void lastWord(Event.LastWord word, long answeredUntil, List<Decision> out, long now) {
    Set<String> freed = known.voter.ended(word.node(), word.boot());
    if (known.reports.boot(word.node()) == word.boot()) {
      known.lastWords.said(word.node(), answeredUntil);
      known.peers.died(word.node(), out);
    }
    answerAgain(freed, out, now);
    agenda.touch();
    agenda.consider();
  }

  /** Who asked a moment too early need not ask again: what was refused may be acked now. */
  private void answerAgain(Set<String> freed, List<Decision> out, long now) {
    freed.forEach(agenda::touch);
    if (freed.isEmpty() || known.voter.isSilent(now)) {
      return;
    }
    for (String node : known.config().nodes()) {
      if (!asksForAny(node, freed)) {
        continue;
      } else if (node.equals(known.self())) {
        agenda.hurry();
      } else {
        out.add(new Decision.Send(node, ack(node, true, now)));
      }
    }
  }

  private boolean asksForAny(String node, Set<String> services) {
    for (ServiceReport report : known.reports.claims(node)) {
      if (report.state() == ServiceState.RECOVER && services.contains(report.service())) {
        return known.reports.isUpToDate(node);
      }
    }
    return false;
  }
}

package org.batonha.core;

import java.util.List;
import java.util.stream.Stream;

/** Who votes, and who is in the view: what the administrator and the group say of the cluster. */
final class Roster {
  private final Knowledge known;
  private final LocalServices services;
  private final Claimant claimant;
  private final Agenda agenda;
  private List<String> members = List.of();
  private long viewSince;

  Roster(Knowledge known, LocalServices services, Claimant claimant, Agenda agenda) {
    this.known = known;
    this.services = services;
    this.claimant = claimant;
    this.agenda = agenda;
  }

  /** Whether every member has reported since it joined, or had a lease's time to do so. */
  boolean hasHeardEnough(long now) {
    return now - viewSince > known.config().leaseNanos()
        || known.reports.hasAll(known.peers.view());
  }

  void votersChanged(Event.VotersChanged changed, List<Decision> out, long now) {
    warnOfManyChanges(changed, out);
    known.configure(known.config().withVoters(changed.nodes(), changed.arbiters()), now);
    claimant.configure(known.config().voters());
    viewChanged(members, out, now);
  }

  /** Majorities of two lists that differ by one voter share a voter; else two parts may decide. */
  private void warnOfManyChanges(Event.VotersChanged changed, List<Decision> out) {
    List<String> before = known.config().voters();
    List<String> after =
        Stream.concat(changed.nodes().stream(), changed.arbiters().stream()).toList();
    long differences =
        before.stream().filter(voter -> !after.contains(voter)).count()
            + after.stream().filter(voter -> !before.contains(voter)).count();
    if (differences > 1 && !services.claims().isEmpty()) {
      out.add(
          new Decision.Warn(
              "the voters change from "
                  + before
                  + " to "
                  + after
                  + " while services are held: until every server has the new list, two parts of"
                  + " the cluster could decide. Change one voter at a time"));
    }
  }

  void viewChanged(List<String> others, List<Decision> out, long now) {
    members = others;
    List<String> voters = known.config().voters();
    for (String member : members) {
      if (!services.all().isEmpty() && !voters.contains(member)) {
        out.add(
            new Decision.Warn(
                "member '"
                    + member
                    + "' is not one of the configured nodes "
                    + voters
                    + " and has no vote: add it to 'nodes' on every server"));
      }
    }
    List<String> view = members.stream().filter(voters::contains).distinct().toList();
    known.peers.viewChanged(view, out, now);
    known.reports.retain(view);
    claimant.retain(view);
    viewSince = now;
    agenda.hurry();
    agenda.consider();
  }
}

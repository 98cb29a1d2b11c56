package org.batonha.sentinel.keeper;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.batonha.sentinel.protocol.Command.Release;

/**
 * Releases that are still to be carried out: of several in a row each would cost as much as all of
 * them together, for the kernel looks through all its connections for those that have to be reset.
 */
final class Releases {
  /** One of them: of its epoch, or an older one. */
  private record Leaving(Release release, Replies replies) {
    boolean isOf(Holding holding) {
      return holding.service().equals(release.service()) && holding.epoch() <= release.epoch();
    }
  }

  private final List<Leaving> leavings = new ArrayList<>();
  private final Answers answers;
  private final Log log;

  Releases(Answers answers, Log log) {
    this.answers = answers;
    this.log = log;
  }

  void add(Release release, Replies replies) {
    leavings.add(new Leaving(release, replies));
  }

  /**
   * Carries them out, and answers.
   *
   * @param letGo lets go of leases
   */
  void settle(Holdings holdings, Consumer<List<Holding>> letGo) {
    if (leavings.isEmpty()) {
      return;
    }
    List<Leaving> settled = List.copyOf(leavings);
    leavings.clear();
    List<Holding> gone =
        holdings.all().stream()
            .filter(holding -> settled.stream().anyMatch(leaving -> leaving.isOf(holding)))
            .toList();
    letGo.accept(gone);
    gone.forEach(h -> log.info("%s epoch %d: released".formatted(h.service(), h.epoch())));
    for (Leaving leaving : settled) {
      answers.ok(leaving.release, leaving.replies);
    }
  }
}

package org.batonha.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The survivor of {@code benchmarks/run detection}, on the first of {@link Hosts}. */
final class DetectionRun {
  private static final String SUBJECT = "redundant";

  /** The other host's ports at both switches: 3 forwards, 0 is blocked; the carrier stays. */
  private static final String PORTS =
      "bridge link set dev lan-n2 state %s; bridge link set dev hb-n2 state %s";

  private final List<Sample> samples = new ArrayList<>();
  private final HostMember survivor;

  private DetectionRun(HostMember survivor) {
    this.survivor = survivor;
  }

  /** Prints the samples of as many runs of each fault as the argument says. */
  public static void main(String[] args) {
    int exit = 1;
    try (HostMember survivor = new HostMember(1)) {
      DetectionRun run = new DetectionRun(survivor);
      int runs = Integer.parseInt(args[0]);
      for (int i = 1; i <= runs; i++) {
        System.err.printf("run %d of %d%n", i, runs);
        run.kill("member killed", false);
        run.kill("coordinator killed", true);
        run.lastWord();
      }
      run.cutOff(runs);
      run.samples.forEach(sample -> System.out.println(sample.line()));
      exit = 0;
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      System.exit(exit); // what a failure left would keep the process
    }
  }

  /** Begins with both as members, whoever came first being the coordinator. */
  private Victim join(boolean victimFirst) throws Exception {
    survivor.disconnect();
    if (!victimFirst) {
      survivor.connect();
    }
    Victim victim = new Victim();
    if (victimFirst) {
      survivor.connect();
    }
    survivor.awaitView(2);
    survivor.awaitLinks();
    victim.lookAt();
    return victim;
  }

  private void kill(String kase, boolean coordinator) throws Exception {
    try (Victim victim = join(coordinator)) {
      long killed = System.nanoTime();
      victim.kill();
      long view = survivor.awaitView(1);
      long reset = victim.awaitReset();
      add(kase, "kill to reset", millis(killed, reset));
      add(kase, "reset to view", millis(reset, view));
      add(kase, "kill to view", millis(killed, view));
    }
  }

  private void lastWord() throws Exception {
    try (Victim victim = join(false)) {
      victim.freeze();
      long said = System.nanoTime();
      victim.sayLastWord();
      add("last word", "last word to view", millis(said, survivor.awaitView(1)));
    }
  }

  private void cutOff(int runs) throws Exception {
    try (Victim victim = join(false)) {
      for (int i = 1; i <= runs; i++) {
        System.err.printf("cut %d of %d%n", i, runs);
        long cut = System.nanoTime();
        Hosts.change(PORTS.formatted("0", "0"));
        double took = millis(cut, survivor.awaitView(1));
        add("host cut off", "cut to view", took);
        samples.add(
            new Sample(
                "host cut off",
                SUBJECT,
                "of the limit",
                "",
                false,
                took / HostMember.LIMIT_MILLIS));
        Hosts.change(PORTS.formatted("3", "3"));
        survivor.awaitView(2);
        survivor.awaitLinks();
      }
      victim.kill();
    }
  }

  private static double millis(long from, long to) {
    return (to - from) / 1e6;
  }

  private void add(String kase, String metric, double millis) {
    samples.add(new Sample(kase, SUBJECT, metric, "ms", false, millis));
  }
}

package org.batonha.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The conductor of {@code benchmarks/run gaps}, on the first of three {@link Hosts}. */
final class GapsRun {
  private static final int MEMBERS = 3;

  private static final String BLOCK = "bridge link set dev %s-n2 state 0";
  private static final String OPEN = "bridge link set dev %s-n2 state 3";
  private static final String DROP =
      "ip netns exec n2 nft 'add table inet fault; add chain inet fault in {type filter hook input"
          + " priority 0;}; add rule inet fault in iifname %s %s drop'";
  private static final String HEAL = "ip netns exec n2 nft delete table inet fault";

  private final String mode;
  private final int seconds;
  private final List<Remote> members = new ArrayList<>();

  /** What happens to the second host, and how it is taken back, by {@link Hosts#change}. */
  private record Fault(String name, String how, String back) {}

  /** A {@link GapMember}, asked by lines. */
  private record Remote(Process process, BufferedReader out) {
    String ask(String command) throws IOException {
      process.getOutputStream().write((command + "\n").getBytes());
      process.getOutputStream().flush();
      String answer = out.readLine();
      if (answer == null) {
        throw new IOException("a member has ended before its time; it has said why");
      }
      return answer;
    }
  }

  private GapsRun(String mode, int seconds) {
    this.mode = mode;
    this.seconds = seconds;
  }

  /**
   * Takes a mode, how many seconds a fault lasts, how often each is made, and a word of which
   * faults; prints samples.
   */
  public static void main(String[] args) {
    int exit = 1;
    GapsRun run = new GapsRun(args[0], Integer.parseInt(args[1]));
    try {
      run.start();
      int runs = Integer.parseInt(args[2]);
      for (int i = 1; i <= runs; i++) {
        System.err.printf("%s: run %d of %d%n", run.mode, i, runs);
        for (Fault fault : run.faults(args[3])) {
          run.measure(fault);
        }
      }
      exit = 0;
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      run.members.forEach(member -> member.process().destroyForcibly());
      System.exit(exit);
    }
  }

  private List<Fault> faults(String word) {
    List<Fault> chosen = new ArrayList<>();
    chosen.add(new Fault("no fault", pause(seconds), ":"));
    faults().stream().filter(fault -> fault.name().contains(word)).forEach(chosen::add);
    if (chosen.size() == 1) {
      throw new IllegalArgumentException(
          "no fault has the word '%s': there are %s"
              .formatted(word, faults().stream().map(Fault::name).toList()));
    }
    return chosen;
  }

  private List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    int eth = 1;
    for (String link : List.of("lan", "hb")) {
      String device = "eth" + eth++;
      add(faults, "cable of " + link, down(device, "down"), down(device, "up"));
      add(faults, "switch of " + link, BLOCK.formatted(link), OPEN.formatted(link));
      add(faults, "one-way " + link, DROP.formatted(device, ""), HEAL);
      add(faults, "30 % loss on " + link, DROP.formatted(device, "numgen random mod 10 < 3"), HEAL);
    }
    String flap = "%s; sleep 0.5; %s; sleep 0.5".formatted(BLOCK, OPEN).formatted("lan", "lan");
    faults.add(
        new Fault("flapping lan", "for i in $(seq %d); do %s; done".formatted(seconds, flap), ":"));
    String swap =
        String.join("; ", BLOCK.formatted("lan"), pause(seconds), OPEN.formatted("lan"), pause(1));
    add(faults, "lan, then hb", swap + "; " + BLOCK.formatted("hb"), OPEN.formatted("hb"));
    return faults;
  }

  private void add(List<Fault> faults, String name, String how, String back) {
    faults.add(new Fault(name, how + "; " + pause(seconds), back));
  }

  private static String down(String device, String state) {
    return "ip -n n2 link set %s %s".formatted(device, state);
  }

  private static String pause(int seconds) {
    return "sleep " + seconds;
  }

  private void start() throws IOException, InterruptedException {
    for (int host = 1; host <= MEMBERS; host++) {
      List<String> arguments = List.of(String.valueOf(host), mode, String.valueOf(MEMBERS));
      Process process = Hosts.start(host, GapMember.class, List.of("-Xmx256m"), arguments);
      members.add(new Remote(process, process.inputReader()));
    }
    all(GapMember.SETTLE);
    TimeUnit.SECONDS.sleep(seconds); // warm
  }

  private void all(String command) throws IOException {
    for (Remote member : members) {
      String answer = member.ask(command);
      if (!GapMember.DONE.equals(answer)) {
        throw new IOException("asked to %s, a member said '%s'".formatted(command, answer));
      }
    }
  }

  private void measure(Fault fault) throws IOException, InterruptedException {
    all(GapMember.RESET);
    Hosts.change(fault.how());
    Hosts.change(fault.back());
    all(GapMember.SETTLE);
    long longest = 0;
    int wrong = 0;
    int views = 0;
    for (Remote member : members) {
      String[] words = member.ask(GapMember.REPORT).split(" ");
      longest = Math.max(longest, Long.parseLong(words[0]));
      wrong += Integer.parseInt(words[1]);
      views += Integer.parseInt(words[2]);
    }
    emit(fault, "longest gap", "ms", longest / 1e6);
    emit(fault, "lost, twice or late", "messages", wrong);
    emit(fault, "views", "", views);
  }

  private void emit(Fault fault, String metric, String unit, double value) {
    System.out.println(new Sample(fault.name(), mode, metric, unit, false, value).line());
  }
}

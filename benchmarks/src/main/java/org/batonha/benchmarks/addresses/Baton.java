package org.batonha.benchmarks.addresses;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Baton's engine, transport and sentinel in a JVM without a server around them: {@link BatonNode}.
 *
 * @param preset the timings
 * @param classPath Baton's jars, this benchmark's behind them
 * @param heap {@code -Xms} and {@code -Xmx} of the JVM, which is touched at the start, or empty
 * @param load what the nodes hold
 * @param tickles whether who takes the addresses resets the last holder's connections
 */
record Baton(String word, String preset, String classPath, String heap, Load load, boolean tickles)
    implements Contender {
  /** A sentinel that is younger says no last word: an address's lifetime, and some room. */
  private static final Duration SENTINEL_IS_TRUSTED = Duration.ofMillis(3_000);

  @Override
  public Optional<String> missing() {
    return Optional.empty();
  }

  @Override
  public boolean isServer() {
    return true;
  }

  @Override
  public Node on(String host, Stage stage) {
    return new Node(host, stage);
  }

  /** One node. */
  final class Node extends Daemon {
    private static final long ANSWER_SECONDS = 20;

    private BlockingQueue<String> answers;
    private PrintStream commands;
    private Instant settledSince = Instant.MAX;

    private Node(String host, Stage stage) {
      super(stage, host, word);
    }

    @Override
    List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      if (heap.isEmpty()) {
        command.addAll(List.of("-Xms256m", "-Xmx512m"));
      } else {
        command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
      }
      command.addAll(
          List.of(
              "-XX:-UsePerfData",
              "-Djava.util.logging.SimpleFormatter.format=%1$tT.%1$tL %4$s %5$s%6$s%n",
              "-cp",
              classPath,
              BatonNode.class.getName(),
              host(),
              preset,
              String.valueOf(load.services()),
              String.valueOf(load.addresses()),
              String.valueOf(tickles)));
      return command;
    }

    @Override
    boolean isAnswering() {
      return true;
    }

    @Override
    void start() throws IOException {
      super.start();
      settledSince = Instant.MAX;
      BlockingQueue<String> lines = new ArrayBlockingQueue<>(16);
      answers = lines;
      commands = new PrintStream(process().getOutputStream(), true, StandardCharsets.UTF_8);
      BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process().getInputStream(), StandardCharsets.UTF_8));
      Thread reader = new Thread(() -> out.lines().forEach(lines::add), "node-" + host());
      reader.setDaemon(true);
      reader.start();
    }

    /** The server alone: the sentinel outlives it. */
    @Override
    List<Long> victims() {
      return List.of(process().pid());
    }

    @Override
    boolean isSettled() throws IOException {
      Instant now = stage().time().now();
      if (!ask("settled").equals("yes")) {
        settledSince = Instant.MAX;
      } else if (settledSince.isAfter(now)) {
        settledSince = now;
      }
      return settledSince.isBefore(now.minus(SENTINEL_IS_TRUSTED));
    }

    @Override
    Instant move() throws IOException {
      Instant began = stage().time().now();
      commands.println("move " + Stage.other(host()));
      return began;
    }

    /** Takes the node out of service; what it holds goes to the other one. */
    Instant maintain() {
      Instant began = stage().time().now();
      commands.println("maintenance on");
      return began;
    }

    /** Takes it back into service. */
    void serve() {
      commands.println("maintenance off");
    }

    private String ask(String question) throws IOException {
      answers.clear();
      commands.println(question);
      try {
        String answer = answers.poll(ANSWER_SECONDS, TimeUnit.SECONDS);
        return answer == null ? "" : answer;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while asking " + host(), e);
      }
    }
  }
}

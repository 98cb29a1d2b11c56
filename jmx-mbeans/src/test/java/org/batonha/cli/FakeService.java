package org.batonha.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.batonha.jmx.NodeVerdict;
import org.batonha.jmx.ServiceExplanation;
import org.batonha.jmx.ServiceMXBean;

/** The service of a {@link FakeCluster}. */
final class FakeService implements ServiceMXBean {
  private final FakeCluster cluster;
  volatile CountDownLatch moveMayEnd = new CountDownLatch(0);
  volatile String state = "UP";
  volatile boolean neverStarts;

  FakeService(FakeCluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public String getName() {
    return "web";
  }

  @Override
  public String getState() {
    return state;
  }

  @Override
  public String getRole() {
    return "PRIMARY";
  }

  @Override
  public String getHolder() {
    return cluster.holder;
  }

  @Override
  public long getEpoch() {
    return cluster.epoch;
  }

  @Override
  public String getReason() {
    return "";
  }

  @Override
  public long getSinceMillis() {
    return FakeCluster.SINCE;
  }

  @Override
  public List<String> getPreference() {
    return List.of("n1", "n2");
  }

  @Override
  public List<String> getAddresses() {
    return List.of();
  }

  @Override
  public Map<String, String> getStates() {
    return Map.of();
  }

  @Override
  public void move(String to) {
    if (!getPreference().contains(to)) {
      throw new IllegalArgumentException("'" + to + "' is not a node of web: write n1 or n2");
    }
    try {
      moveMayEnd.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    cluster.holder = to;
    cluster.epoch++;
  }

  @Override
  public String getCause() {
    return cluster.holder.isEmpty() ? "" : "START";
  }

  @Override
  public String getNominationReason() {
    return cluster.holder.isEmpty() ? "" : "holds epoch 3";
  }

  @Override
  public void stop() {
    cluster.holder = "";
    state = "RECOVER";
  }

  @Override
  public void start() {
    if (neverStarts) {
      String late = "service 'web' may start, but is not UP anywhere yet";
      throw new IllegalStateException(late, new TimeoutException(late));
    }
    cluster.holder = "n1";
    cluster.epoch++;
    state = "UP";
  }

  @Override
  public void fail() {
    cluster.holder = "n2";
    state = "FAIL";
  }

  @Override
  public ServiceExplanation explain() {
    return new ServiceExplanation(
        "web",
        "service 'web' is UP on n1: holds epoch 3",
        List.of(
            new NodeVerdict("n1", "PRIMARY", "holds it, in UP"),
            new NodeVerdict("n2", "BACKUP", "it could take it")),
        List.of("if n1 fails, leaves or goes into maintenance, n2 takes it"));
  }

  @Override
  public void recover() {
    if (!"FAIL".equals(state)) {
      throw new IllegalStateException("web is " + state + " on n1, not FAIL: nothing to recover");
    }
    state = "RECOVER";
  }
}

package org.batonha.benchmarks.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.batonha.benchmarks.Sample;
import org.batonha.lab.Answer;
import org.batonha.lab.ClientReport;
import org.batonha.lab.Fault;
import org.batonha.lab.RushResult;
import org.junit.jupiter.api.Test;

class OutcomeTest {
  private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

  private static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  private static Answer good(long millis, long count) {
    return Answer.good(at(millis - 2), at(millis), "n1", count, "session");
  }

  private static List<Sample> samples(Answer... answers) {
    RushResult result =
        new RushResult(
            Fault.KILL,
            "n1",
            at(25),
            Optional.empty(),
            at(500),
            true,
            List.of(new ClientReport(List.of(answers))));
    return Outcome.samples(Servers.STOCK_UDP, result);
  }

  private static double value(List<Sample> samples, String metric) {
    return samples.stream()
        .filter(sample -> sample.metric().equals(metric))
        .mapToDouble(Sample::value)
        .sum();
  }

  @Test
  void aFaultCostsWhatItsClientsSaw() {
    List<Sample> samples =
        samples(good(10, 1), good(20, 2), good(420, 2), good(430, 3), good(499, 4));

    assertThat(samples).allMatch(sample -> sample.subject().equals("stock-udp"));
    assertThat(value(samples, "outage")).isEqualTo(400);
    assertThat(value(samples, "lost counts")).isEqualTo(1);
    assertThat(value(samples, "reordered counts")).isEqualTo(1);
    assertThat(value(samples, "duplicated counts")).isZero();
    assertThat(value(samples, "never recovered")).isZero();
  }

  @Test
  void countsAreSummedUpAndOutagesAreNot() {
    List<Sample> all = new ArrayList<>();
    all.addAll(samples(good(10, 1), good(20, 2), good(420, 2)));
    all.addAll(samples(good(10, 1), good(20, 2), good(420, 1)));

    List<Sample> sums = Outcome.sums(all);

    assertThat(value(sums, "lost counts, sum")).isEqualTo(3);
    assertThat(sums).noneMatch(sample -> sample.metric().startsWith("outage"));
  }
}

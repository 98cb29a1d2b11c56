package org.batonha.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import org.batonha.benchmarks.Report.Ratio;
import org.batonha.benchmarks.Report.Row;
import org.jgroups.JChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportTest {
  private static Sample sample(String subject, double value) {
    return new Sample("2 nodes, 1 KB", subject, "throughput", "messages/s", true, value);
  }

  private final Report report =
      new Report(
          "transport",
          List.of(
              sample("stock", 100),
              sample("ours", 90),
              sample("stock", 120),
              sample("ours", 110),
              sample("stock", 80),
              sample("ours", 99)),
          Map.of("ours", "stock"));

  @Test
  void aRowHasTheMedianAndTheWorstOfAllRuns() {
    assertThat(report.rows())
        .containsExactly(
            new Row("2 nodes, 1 KB", "stock", "throughput", "messages/s", 100, 80, 3),
            new Row("2 nodes, 1 KB", "ours", "throughput", "messages/s", 99, 90, 3));
  }

  @Test
  void aRatioIsThatOfTheMedians() {
    assertThat(report.ratios())
        .containsExactly(new Ratio("2 nodes, 1 KB", "throughput", "ours", "stock", 0.99));
  }

  @Test
  void aSubjectIsComparedToSeveral() {
    Report several =
        new Report(
            "sessions",
            List.of(sample("ours", 90), sample("udp", 100), sample("tcp", 60)),
            List.of(Map.entry("ours", "udp"), Map.entry("ours", "tcp"), Map.entry("ours", "none")));

    assertThat(several.ratios()).extracting(Ratio::to).containsExactly("udp", "tcp");
    assertThat(several.ratios()).extracting(Ratio::median).containsExactly(0.9, 1.5);
  }

  @Test
  void theJsonIsAsDocumented() {
    assertThat(report.json())
        .startsWith("{\"benchmark\": \"transport\", \"rows\": [")
        .contains(
            "{\"case\": \"2 nodes, 1 KB\", \"subject\": \"ours\", \"metric\": \"throughput\","
                + " \"unit\": \"messages/s\", \"median\": 99.000, \"worst\": 90.000, \"runs\": 3}")
        .contains("\"of\": \"ours\", \"to\": \"stock\", \"median\": 0.990}");
  }

  @Test
  void aSampleComesOutOfItsLineAsItWentIn() {
    Sample sample = sample("ours", 1.5);

    assertThat(Sample.isLine(sample.line())).isTrue();
    assertThat(Sample.ofLine(sample.line())).isEqualTo(sample);
  }

  @ParameterizedTest
  @EnumSource
  void everyStackIsReadable(Subject subject) throws Exception {
    try (JChannel channel = new JChannel(new ByteArrayInputStream(subject.stack(1)))) {
      assertThat((Object) channel.getProtocolStack().getTransport()).isNotNull();
    }
  }
}

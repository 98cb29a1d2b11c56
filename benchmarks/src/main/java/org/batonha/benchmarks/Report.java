package org.batonha.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Medians and worst values of all runs, and the ratios between subjects; immutable. */
final class Report {
  private final String benchmark;
  private final List<Row> rows = new ArrayList<>();
  private final List<Ratio> ratios = new ArrayList<>();

  record Row(
      String kase,
      String subject,
      String metric,
      String unit,
      double median,
      double worst,
      int runs) {}

  record Ratio(String kase, String metric, String of, String to, double median) {}

  /**
   * Sums up.
   *
   * @param references to whom each subject is compared; subjects that are missing are not
   */
  Report(String benchmark, List<Sample> samples, Map<String, String> references) {
    this.benchmark = benchmark;
    Map<List<String>, List<Sample>> groups = new LinkedHashMap<>();
    for (Sample sample : samples) {
      List<String> group = List.of(sample.kase(), sample.subject(), sample.metric());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(sample);
    }
    groups.values().forEach(group -> rows.add(row(group)));
    for (Row row : rows) {
      Optional.ofNullable(references.get(row.subject()))
          .flatMap(to -> find(row.kase(), to, row.metric()))
          .ifPresent(
              to ->
                  ratios.add(
                      new Ratio(
                          row.kase(),
                          row.metric(),
                          row.subject(),
                          to.subject(),
                          row.median() / to.median())));
    }
  }

  private static Row row(List<Sample> group) {
    Sample first = group.get(0);
    double[] sorted = group.stream().mapToDouble(Sample::value).sorted().toArray();
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    double worst = first.higherIsBetter() ? sorted[0] : sorted[sorted.length - 1];
    return new Row(
        first.kase(), first.subject(), first.metric(), first.unit(), median, worst, group.size());
  }

  private Optional<Row> find(String kase, String subject, String metric) {
    return rows.stream()
        .filter(
            row ->
                row.kase().equals(kase)
                    && row.subject().equals(subject)
                    && row.metric().equals(metric))
        .findFirst();
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  List<Ratio> ratios() {
    return List.copyOf(ratios);
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Row row : rows) {
      text.append(
          format(
              "%-16s %-22s %-20s %12.1f (worst %.1f, %d runs) %s%n",
              row.kase(),
              row.subject(),
              row.metric(),
              row.median(),
              row.worst(),
              row.runs(),
              row.unit()));
    }
    text.append('\n');
    for (Ratio ratio : ratios) {
      text.append(
          format(
              "%-16s %-20s %-22s / %-12s %6.2f%n",
              ratio.kase(), ratio.metric(), ratio.of(), ratio.to(), ratio.median()));
    }
    return text.toString();
  }

  String json() {
    List<String> rowTexts =
        rows.stream()
            .map(
                row ->
                    format(
                        "{\"case\": \"%s\", \"subject\": \"%s\", \"metric\": \"%s\", \"unit\": \"%s\","
                            + " \"median\": %.3f, \"worst\": %.3f, \"runs\": %d}",
                        row.kase(),
                        row.subject(),
                        row.metric(),
                        row.unit(),
                        row.median(),
                        row.worst(),
                        row.runs()))
            .toList();
    List<String> ratioTexts =
        ratios.stream()
            .map(
                ratio ->
                    format(
                        "{\"case\": \"%s\", \"metric\": \"%s\", \"of\": \"%s\", \"to\": \"%s\","
                            + " \"median\": %.3f}",
                        ratio.kase(), ratio.metric(), ratio.of(), ratio.to(), ratio.median()))
            .toList();
    return "{\"benchmark\": \"%s\", \"rows\": [%s], \"ratios\": [%s]}\n"
        .formatted(
            benchmark,
            "\n  " + String.join(",\n  ", rowTexts),
            "\n  " + String.join(",\n  ", ratioTexts));
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}

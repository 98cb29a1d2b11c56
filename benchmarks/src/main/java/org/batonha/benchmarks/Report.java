package org.batonha.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Medians and worst values of all runs, the ratios between subjects, and what could not be
 * measured. Not thread-safe.
 */
public final class Report {
  private final String benchmark;
  private final List<Missing> missing = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
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

  record Missing(String subject, String reason) {}

  /**
   * Sums up.
   *
   * @param references to whom each subject is compared; subjects that are missing are not
   */
  public Report(String benchmark, List<Sample> samples, Map<String, String> references) {
    this(benchmark, samples, List.copyOf(references.entrySet()));
  }

  /**
   * Sums up.
   *
   * @param comparisons who is compared to whom; subjects that are missing are not
   */
  public Report(
      String benchmark, List<Sample> samples, List<Map.Entry<String, String>> comparisons) {
    this.benchmark = benchmark;
    Map<List<String>, List<Sample>> groups = new LinkedHashMap<>();
    for (Sample sample : samples) {
      List<String> group = List.of(sample.kase(), sample.subject(), sample.metric());
      groups.computeIfAbsent(group, key -> new ArrayList<>()).add(sample);
    }
    groups.values().forEach(group -> rows.add(row(group)));
    for (Row row : rows) {
      comparisons.stream()
          .filter(comparison -> comparison.getKey().equals(row.subject()))
          .flatMap(comparison -> find(row.kase(), comparison.getValue(), row.metric()).stream())
          .filter(to -> to.median() != 0)
          .forEach(to -> ratios.add(ratio(row, to)));
    }
  }

  private static Ratio ratio(Row of, Row to) {
    double ratio = of.median() / to.median();
    return new Ratio(of.kase(), of.metric(), of.subject(), to.subject(), ratio);
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

  /** Says that a subject was not measured, or not always, and why. */
  public void missing(String subject, String reason) {
    missing.add(new Missing(subject, reason));
  }

  /** Says something that a reader of the numbers has to know. */
  public void note(String text) {
    notes.add(text);
  }

  List<Row> rows() {
    return List.copyOf(rows);
  }

  List<Ratio> ratios() {
    return List.copyOf(ratios);
  }

  /** Returns a table. */
  public String text() {
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
    missing.forEach(
        each -> text.append(format("missing: %s: %s%n", each.subject(), each.reason())));
    notes.forEach(note -> text.append(format("note: %s%n", note)));
    return text.toString();
  }

  /** Returns one JSON object. */
  public String json() {
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
    List<String> missingTexts =
        missing.stream()
            .map(
                each ->
                    "{\"subject\": %s, \"reason\": %s}"
                        .formatted(quoted(each.subject()), quoted(each.reason())))
            .toList();
    return "{\"benchmark\": \"%s\", \"rows\": [%s], \"ratios\": [%s], \"missing\": [%s], \"notes\": [%s]}\n"
        .formatted(
            benchmark,
            lines(rowTexts),
            lines(ratioTexts),
            lines(missingTexts),
            lines(notes.stream().map(Report::quoted).toList()));
  }

  private static String lines(List<String> elements) {
    return elements.isEmpty() ? "" : "\n  " + String.join(",\n  ", elements);
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c < ' ') {
        quoted.append(format("\\u%04x", (int) c));
      } else {
        quoted.append(c == '"' || c == '\\' ? "\\" : "").append(c);
      }
    }
    return quoted.append('"').toString();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}

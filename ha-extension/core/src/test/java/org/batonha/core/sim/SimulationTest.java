package org.batonha.core.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Disasters from seeds. {@code -Dsimulation.seeds=N} and {@code -Dsimulation.from=SEED} choose what
 * is run.
 */
class SimulationTest {
  private static final long SEEDS = Long.getLong("simulation.seeds", 10_000);
  private static final long FROM = Long.getLong("simulation.from", 1);
  private static final int COMPARED = 30;

  /** In this order they sort as the names that they stand for; none is part of another. */
  private static final List<String> OTHER_NODES = List.of("Ab.7", "Kq_x", "Qz", "hh-01", "zebra");

  private static final List<String> OTHER_SERVICES = List.of("0mail", "Web.9", "ldap_", "xn--s");

  @Test
  void noSeedBreaksARule() {
    List<Long> failures = new Seeds(FROM, SEEDS, System.out).run();

    if (!failures.isEmpty()) {
      fail(failures.stream().map(Seeds::explain).collect(Collectors.joining("\n\n")));
    }
  }

  @Test
  @Tag("long")
  void oneSeedGivesOneTrace() {
    for (long seed = FROM; seed < FROM + COMPARED; seed++) {
      assertThat(trace(seed, Map.of())).as("seed %d", seed).isEqualTo(trace(seed, Map.of()));
    }
  }

  /** So that nothing depends on hash codes, as it would if the order of a map decided anything. */
  @Test
  @Tag("long")
  void otherNamesInTheSameOrderGiveTheSameTrace() {
    for (long seed = FROM; seed < FROM + COMPARED; seed++) {
      List<String> expected = trace(seed, Map.of());
      Setup setup = Disaster.of(seed, Sabotage.NONE, null).world.setup;
      Map<String, String> names = otherNames(setup);

      List<String> renamed = trace(seed, names);

      assertThat(renamed).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Map<String, String> otherNames(Setup setup) {
    Map<String, String> names = new HashMap<>();
    for (int id = 0; id < setup.hosts(); id++) {
      names.put(setup.hostName(id), OTHER_NODES.get(id));
    }
    for (int id = 0; id < setup.services.size(); id++) {
      names.put(setup.services.get(id).name(), OTHER_SERVICES.get(id));
    }
    return names;
  }

  private static List<String> trace(long seed, Map<String, String> names) {
    Trace trace = new Trace(Integer.MAX_VALUE);
    Sabotage rename =
        new Sabotage() {
          @Override
          void shape(Setup setup) {
            setup.rename(name -> names.getOrDefault(name, name));
          }
        };
    try {
      Disaster.of(seed, rename, trace).run();
    } catch (Violation e) {
      trace.note(World.EPOCH, "", e.getMessage());
    }
    return trace.lines().stream().map(line -> back(line, names)).toList();
  }

  private static String back(String line, Map<String, String> names) {
    String text = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      text = text.replace(name.getValue(), name.getKey());
    }
    return text.replaceAll(" +", " ");
  }
}

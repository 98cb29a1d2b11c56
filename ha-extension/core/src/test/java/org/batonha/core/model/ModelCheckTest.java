package org.batonha.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.batonha.core.model.Explorer.Result;
import org.batonha.core.model.Step.Kind;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every order of what can happen, to a depth: {@code -Dmodel.depth=N} chooses it, {@code
 * -Dmodel.crashes=N} how often a process may die, {@code -Dmodel.seconds=N} when to end anyway.
 */
@Tag("long")
class ModelCheckTest {
  private static final int DEPTH = Integer.getInteger("model.depth", 6);
  private static final int CRASHES = Integer.getInteger("model.crashes", 1);
  private static final long NANOS =
      TimeUnit.SECONDS.toNanos(Long.getLong("model.seconds", 24 * 3600));
  private static final Predicate<Cluster> VIOLATION = state -> !state.violation().isEmpty();

  @Test
  void noOrderOfEventsBringsTwoHoldersWhenNobodyHasHeldIt() {
    Rules rules = new Rules(Flaw.NONE, Rules.MOST_EPOCHS, CRASHES, false);

    check("nobody holds it", rules, Cluster.initial());
  }

  @Test
  void noOrderOfEventsBringsTwoHoldersWhenOneHoldsIt() {
    Rules rules = new Rules(Flaw.NONE, Rules.MOST_EPOCHS, CRASHES, false);

    check("one holds it", rules, held(rules));
  }

  private static void check(String from, Rules rules, Cluster start) {
    long began = System.nanoTime();

    Result result = new Explorer(rules, start, VIOLATION).search(DEPTH, NANOS);

    System.out.printf(
        "%s: depth %d, crashes %d: %,d states, %,d transitions, %.1f s%n",
        from,
        result.depth(),
        CRASHES,
        result.states(),
        result.transitions(),
        (System.nanoTime() - began) / 1e9);
    assertThat(result.story()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"NONE", "EPOCH_GIVEN_OUT_TWICE"})
  void aBrokenRuleBringsTwoHolders(Flaw flaw) {
    Rules rules = new Rules(flaw, 2, 1, true);

    Cluster start = rules.after(Kind.NOMINATE, Kind.REQUEST);

    Result result = new Explorer(rules, start, VIOLATION).search(20, NANOS);

    print(flaw + ", after n1's request for epoch 1 has reached voter n2", result);
    assertThat(result.violation()).startsWith("I1");
  }

  @Test
  void anEpochThatIsGivenOutTwiceIsHeldTwice() {
    Rules rules = new Rules(Flaw.EPOCH_GIVEN_OUT_TWICE, 1, 1, true);

    Result result = new Explorer(rules, held(rules), VIOLATION).search(20, NANOS);

    print("EPOCH_GIVEN_OUT_TWICE, after n1 acts on epoch 1 by the acks of n1 and n2", result);
    assertThat(result.violation()).startsWith("I2");
  }

  @Test
  void theModelTakesOverTwiceWithACrash() {
    Rules rules = new Rules(Flaw.NONE, Rules.MOST_EPOCHS, 1, true);
    Predicate<Cluster> goal = state -> state.epochsActedOn() == 3 && state.holders() == 3;
    Cluster start = rules.after(Kind.NOMINATE, Kind.REQUEST, Kind.ACK, Kind.CRASH, Kind.SENTINEL);

    Result result = new Explorer(rules, start, goal).search(20, NANOS);

    print("two takeovers, after n1 acts on epoch 1, dies, and its sentinel lets go", result);
    assertThat(result.found()).isTrue();
    assertThat(result.violation()).isEmpty();
  }

  private static Cluster held(Rules rules) {
    return rules.after(Kind.NOMINATE, Kind.REQUEST, Kind.ACK);
  }

  private static void print(String what, Result result) {
    System.out.println(what + ":\n  " + String.join("\n  ", result.story()));
  }
}

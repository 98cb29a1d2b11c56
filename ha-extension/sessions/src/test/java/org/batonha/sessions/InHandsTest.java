package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import io.undertow.server.session.Session;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InHandsTest {
  private final Map<String, Object> attributes = new HashMap<>();
  private final Session session =
      (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getAttribute" -> attributes.get(arguments[0]);
                    case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                    default -> throw new AssertionError(method.getName());
                  });
  private final SessionUse use =
      new SessionUse(null, session, new Sharers().enter("s").created(), null, false);

  /** With more room than any copy of it has. */
  private final HashMap<String, String> held = new HashMap<>(4_000);

  private InHands inHands() {
    held.put("a", "1");
    held.put("b", "2");
    attributes.put("map", new HashMap<>(held));
    return InHands.of(Map.of("map", held), getClass().getClassLoader()).orElseThrow();
  }

  @Test
  void whatIsAsItWasIsLeftAsItIs() {
    InHands inHands = inHands();
    Object there = attributes.get("map");

    assertThat(inHands.isChanged()).isFalse();
    assertThat(inHands.putBack(use)).isTrue();
    assertThat(attributes.get("map")).isSameAs(there);
    assertThat(use.isTouched()).isFalse();
  }

  @Test
  void whatOnlyItsHolderHasChangedIsPutBackOnce() {
    InHands inHands = inHands();
    held.put("c", "3");

    assertThat(inHands.isChanged()).isTrue();
    assertThat(inHands.putBack(use)).isTrue();
    assertThat(attributes.get("map")).isSameAs(held);
    held.put("d", "4");
    assertThat(inHands.isChanged()).isFalse();
  }

  @Test
  void whatOthersHaveChangedOrRemovedAsWellIsNot() {
    InHands inHands = inHands();
    held.put("c", "3");
    attributes.put("map", new HashMap<>(Map.of("a", "other")));

    assertThat(inHands.putBack("map", use)).isFalse();
    assertThat(attributes.get("map")).isEqualTo(Map.of("a", "other"));

    InHands again = inHands();
    held.put("d", "4");
    attributes.remove("map");
    assertThat(again.putBack(use)).isFalse();
    assertThat(attributes).doesNotContainKey("map");
  }

  @Test
  void whatItsHolderHasReplacedIsForgotten() {
    InHands inHands = inHands();
    held.put("c", "3");

    inHands.drop("map");

    assertThat(inHands.isChanged()).isFalse();
  }

  @Test
  void anObjectThatIsStillTheSessionsIsNoConflict() {
    InHands inHands = inHands();
    attributes.put("map", held);
    held.put("c", "3");

    assertThat(inHands.putBack(use)).isTrue();
    assertThat(inHands().set("map", held, use)).isTrue();
  }

  @Test
  void twoNotesAreTheSameWhenNothingWasChangedBetween() {
    InHands first = inHands();
    assertThat(inHands().isSame(first)).isTrue();
    held.put("c", "3");
    InHands changed = InHands.of(Map.of("map", held), getClass().getClassLoader()).orElseThrow();
    assertThat(changed.isSame(first)).isFalse();
    assertThat(InHands.none().isSame(first)).isFalse();
  }

  @Test
  void whatItHadBeforeItAskedAgainIsNotSetOverWhatOthersDid() {
    InHands inHands = inHands();
    attributes.put("map", new HashMap<>(Map.of("a", "other")));
    assertThat(inHands.putBack("map", use)).isTrue();

    assertThat(inHands.set("map", held, use)).isFalse();
    assertThat(inHands.set("map", new HashMap<>(), use)).isTrue();
  }

  @Test
  void whatIsTooDeepToBeSerializedCannotBeCompared() {
    Object[] deep = new Object[1];
    for (int i = 0; i < 1_000_000; i++) {
      deep = new Object[] {deep};
    }

    assertThat(InHands.of(Map.of("deep", deep), getClass().getClassLoader())).isEmpty();
  }

  @Test
  void laterNotesTakeThePlaceOfEarlierOnes() {
    InHands earlier = inHands();
    held.put("c", "3");
    InHands both = inHands().and(earlier);

    assertThat(both.isChanged()).isFalse();
    held.put("d", "4");
    assertThat(both.isChanged()).isTrue();
  }

  @Test
  void whatCannotBeSerializedCannotBeCompared() {
    Map<String, Object> odd = Map.of("odd", (Serializable) Map.of("a", new Object()));

    assertThat(InHands.of(odd, getClass().getClassLoader())).isEmpty();
  }
}

package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.jgroups.Address;
import org.jgroups.MergeView;
import org.jgroups.View;
import org.jgroups.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three members whose messages are delivered by hand; the clock overflows meanwhile. */
class ViewAgreementTest {
  private static final Address A = UUID.randomUUID();
  private static final Address B = UUID.randomUUID();
  private static final Address C = UUID.randomUUID();

  /** A member of the group that does not run Baton. */
  private static final Address OTHER = UUID.randomUUID();

  private final Map<Address, View> views = new HashMap<>();
  private final Map<Address, ViewAgreement> members = new HashMap<>();
  private final Queue<Sent> network = new ArrayDeque<>();
  private long now = Long.MAX_VALUE - 10;

  private record Sent(Address from, Address to, byte[] bytes) {}

  @BeforeEach
  void all() {
    for (Address member : List.of(A, B, C)) {
      members.put(
          member,
          new ViewAgreement(
              () -> member,
              () -> views.get(member),
              other -> !other.equals(member) && !other.equals(OTHER),
              (to, bytes) -> send(member, to, bytes),
              () -> now));
      views.put(member, View.create(A, 3, A, B, C, OTHER));
    }
  }

  private void send(Address from, Address to, byte[] bytes) {
    Stream<Address> receivers = to == null ? Stream.of(A, B, C) : Stream.of(to);
    receivers
        .filter(receiver -> !receiver.equals(from))
        .forEach(receiver -> network.add(new Sent(from, receiver, bytes)));
  }

  private void deliver() throws IOException {
    while (!network.isEmpty()) {
      Sent sent = network.remove();
      assertThat(ViewAgreement.isOne(sent.bytes(), 0, sent.bytes().length)).isTrue();
      members.get(sent.to()).received(sent.from(), sent.bytes(), 0, sent.bytes().length);
    }
  }

  private void ask() throws IOException {
    now += 5;
    members.get(A).ask();
    now += 5;
    deliver();
  }

  private boolean isShared() {
    return members.get(A).isSharedSince(now - 10);
  }

  private boolean isContradicted() {
    return members.get(A).isContradictedSince(now - 10);
  }

  @Test
  void whoHasNotAskedDoesNotKnow() {
    assertThat(isShared()).isFalse();
    assertThat(isContradicted()).isFalse();
    assertThat(network).isEmpty();
  }

  @Test
  void oneViewIsShared() throws IOException {
    ask();

    assertThat(isShared()).isTrue();
    assertThat(isContradicted()).isFalse();
  }

  @Test
  void whoIsCutOffHearsFromNobody() throws IOException {
    now += 5;
    members.get(A).ask();
    network.clear();
    deliver();

    assertThat(isShared()).isFalse();
    assertThat(isContradicted()).isFalse();
  }

  @Test
  void whomTheOthersHaveTakenOutIsContradicted() throws IOException {
    views.put(B, View.create(B, 4, B, C));
    ask();

    assertThat(isShared()).isFalse();
    assertThat(isContradicted()).isTrue();
  }

  @Test
  void aViewThatIsJustChangingIsNeither() throws IOException {
    views.put(B, View.create(A, 4, A, B));
    ask();

    assertThat(isShared()).isFalse();
    assertThat(isContradicted()).isFalse();
  }

  @Test
  void theSameNumberOfAnotherCreatorIsAnotherView() throws IOException {
    views.put(B, View.create(B, 3, A, B, C));
    ask();

    assertThat(isShared()).isFalse();
  }

  @Test
  void aMemberThatHasLeftIsNotWaitedFor() throws IOException {
    members.get(A).ask();
    network.removeIf(sent -> sent.to().equals(C));
    deliver();
    assertThat(isShared()).isFalse();

    views.put(A, View.create(A, 4, A, B));
    views.put(B, views.get(A));
    ask();
    assertThat(isShared()).isTrue();
  }

  @Test
  void anAnswerToAnEarlierQuestionDoesNotCount() throws IOException {
    members.get(A).ask();
    now += 20;
    deliver();

    assertThat(members.get(A).isSharedSince(now)).isFalse();
    assertThat(members.get(A).isSharedSince(now - 20)).isTrue();
  }

  @Test
  void whatComesLateDoesNotReplaceWhatIsNewer() throws IOException {
    members.get(A).ask();
    List<Sent> questions = List.copyOf(network);
    deliver();
    views.put(B, View.create(B, 4, B, C));
    ask();
    views.put(B, views.get(A));

    network.addAll(questions);
    deliver();

    assertThat(isContradicted()).isTrue();
  }

  @Test
  void whoeverIsOutsideOfTheViewAndHasOneWithoutThisNodeIsNoContradictionButAllDoNotAgree()
      throws IOException {
    views.put(A, View.create(A, 4, A, B));
    views.put(B, views.get(A));
    views.put(C, View.create(C, 5, C));
    ask();

    assertThat(isShared()).isFalse();
    assertThat(isContradicted()).isFalse();

    views.put(C, null); // it is gone, and what it said is old soon
    now += 3_000_000_000L;
    ask();
    assertThat(isShared()).isTrue();
  }

  @Test
  void whatWasSaidBeforeThePartsMetIsNoContradictionAfterwards() throws IOException {
    views.put(C, View.create(C, 5, C));
    ask();
    assertThat(isContradicted()).isTrue();

    views.put(A, View.create(A, 6, A, B, C));
    assertThat(isContradicted()).isFalse();
  }

  @Test
  void whoHasJustStartedKnowsNoBetter() throws IOException {
    views.put(C, View.create(C, 0, C));
    ask();

    assertThat(isContradicted()).isFalse();
  }

  @Test
  void aViewOfPartsThatHaveMetIsKnown() {
    assertThat(members.get(A).isMerged()).isFalse();
    views.put(A, new MergeView(A, 4, List.of(A, B), List.of(views.get(A))));

    assertThat(members.get(A).isMerged()).isTrue();
  }

  @Test
  void whoMeetsAPartThatWentOnWithoutItKnowsIt() {
    Object ofA = members.get(A).id();
    View ofB = View.create(B, 4, B, C);
    View merged = new MergeView(B, 5, List.of(B, C, A), List.of(ofB, views.get(A)));
    views.put(A, merged);
    views.put(B, merged);

    assertThat(members.get(A).hasMetWhoWentOn(ofA)).isTrue();
    assertThat(members.get(B).hasMetWhoWentOn(ofB.getViewId())).isFalse();
    assertThat(members.get(A).hasMetWhoWentOn(merged.getViewId())).isFalse();
    assertThat(members.get(A).hasMetWhoWentOn("no view")).isFalse();
  }

  @Test
  void whereThereIsNoViewThereIsNobodyToDiffer() throws IOException {
    views.clear();
    ask();

    assertThat(isShared()).isTrue();
    assertThat(isContradicted()).isFalse();
    assertThat(members.get(A).id()).isEqualTo(members.get(B).id());
  }

  @Test
  void aViewIsKnownAgain() {
    Object before = members.get(A).id();
    assertThat(members.get(B).id()).isEqualTo(before);

    views.put(A, View.create(A, 4, A, B, C));
    assertThat(members.get(A).id()).isNotEqualTo(before);
  }

  @Test
  void whatIsMalformedIsRefused() {
    byte kind = (byte) ViewAgreement.KIND;
    for (byte[] bytes :
        List.of(
            new byte[] {kind},
            new byte[] {kind, 2, 0, 1},
            new byte[] {kind, 1, 2, 1},
            new byte[] {kind, 1, 0, 1, 9},
            new byte[] {kind, 1, 1, 1, 2, 0, 0},
            new byte[] {kind, 1, 1, 1, 1, 4},
            new byte[] {kind, 1, 1, 1, 1})) {
      assertThatIOException().isThrownBy(() -> members.get(A).received(B, bytes, 0, bytes.length));
    }
    assertThat(ViewAgreement.isOne(new byte[] {2}, 0, 1)).isFalse();
    assertThat(ViewAgreement.isOne(new byte[0], 0, 0)).isFalse();
  }
}

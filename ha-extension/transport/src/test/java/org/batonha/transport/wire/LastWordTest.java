package org.batonha.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What a last word proves, and what it does not. */
class LastWordTest {
  private static final long BOOT = 42;
  private static final long RUN = 7;
  private static final Wire WIRE = new Wire(Wire.hash("baton"), BOOT, Keyring.NONE);

  private final byte[] secret = LastWord.draw();
  private final Pledge pledge = Pledge.of(RUN, secret, BOOT);
  private final LastWord dead = LastWord.of(LastWord.Kind.DEAD, RUN, secret);
  private final LastWord letGo = LastWord.of(LastWord.Kind.LET_GO, RUN, secret);

  @Test
  void bothKindsKeepThePledge() {
    assertThat(pledge.isKeptBy(dead, BOOT)).isTrue();
    assertThat(pledge.isKeptBy(letGo, BOOT)).isTrue();
  }

  @Test
  void whoHeardThatANodeLetGoCannotSayThatItIsDead() {
    assertThat(pledge.isKeptBy(new LastWord(LastWord.Kind.DEAD, RUN, letGo.secret()), BOOT))
        .isFalse();
    assertThat(pledge.isKeptBy(new LastWord(LastWord.Kind.DEAD, RUN, pledge.digest()), BOOT))
        .isFalse();
    assertThat(pledge.isKeptBy(new LastWord(LastWord.Kind.LET_GO, RUN, pledge.digest()), BOOT))
        .isFalse();
  }

  @Test
  void itIsAboutOneRunOfOneStartOnly() {
    assertThat(pledge.isKeptBy(dead, BOOT + 1)).isFalse();
    assertThat(pledge.isKeptBy(new LastWord(LastWord.Kind.DEAD, RUN + 1, secret), BOOT)).isFalse();
    // Nor does it help to pledge for the living what proves the death of another.
    Pledge borrowed = new Pledge(RUN, pledge.digest());
    assertThat(borrowed.isKeptBy(dead, BOOT + 1)).isFalse();
  }

  @Test
  void eachDrawIsAnotherSecret() {
    assertThat(LastWord.draw()).isNotEqualTo(secret).hasSize(32);
  }

  @Test
  void theDatagramIsAsDocumented() throws Exception {
    byte[] datagram = dead.datagram(WIRE, Wire.hash("lan"));

    assertThat(datagram).hasSize(69).startsWith(0xBA, 0x70, 4, 6);
    ByteBuffer bytes = ByteBuffer.wrap(datagram);
    assertThat(bytes.getInt(4)).isEqualTo(Wire.hash("baton"));
    assertThat(bytes.getInt(8)).isEqualTo(Wire.hash("lan"));
    assertThat(bytes.getLong(12)).isEqualTo(BOOT);
    assertThat(bytes.getLong(20)).isZero();
    assertThat(bytes.get(28)).isEqualTo((byte) 1);
    assertThat(bytes.getLong(29)).isEqualTo(RUN);
    assertThat(Arrays.copyOfRange(datagram, 37, 69)).isEqualTo(secret);
    assertThat(letGo.datagram(WIRE, 0)[28]).isEqualTo((byte) 2);

    Frame frame = Frame.decode(datagram, 0, datagram.length);
    assertThat(frame.type()).isEqualTo(FrameType.LAST_WORD);
    assertThat(pledge.isKeptBy(LastWord.decode(frame.payload()), frame.boot())).isTrue();
  }

  @Test
  void aPledgeComesOutAsItWentIn() throws Exception {
    byte[] bytes = pledge.encode();

    assertThat(bytes).hasSize(40);
    assertThat(Pledge.decode(ByteBuffer.wrap(bytes)).isKeptBy(dead, BOOT)).isTrue();
  }

  @Test
  void whatIsCutOrTooLongIsRefused() {
    byte[] word = Arrays.copyOfRange(dead.datagram(WIRE, 0), 28, 69);
    byte[] promise = pledge.encode();
    for (int length = 0; length <= 45; length++) {
      ByteBuffer wrongWord = ByteBuffer.wrap(Arrays.copyOf(word, length));
      ByteBuffer wrongPledge = ByteBuffer.wrap(Arrays.copyOf(promise, length));
      if (length != 41) {
        assertThatThrownBy(() -> LastWord.decode(wrongWord)).isInstanceOf(BadFrameException.class);
      }
      if (length != 40) {
        assertThatThrownBy(() -> Pledge.decode(wrongPledge)).isInstanceOf(BadFrameException.class);
      }
    }
  }

  @Test
  void anUnknownKindIsAnotherVersion() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[41]).put(0, (byte) 3);

    assertThat(
            catchThrowableOfType(BadFrameException.class, () -> LastWord.decode(bytes)).dropCause())
        .isEqualTo(DropCause.UNKNOWN_VERSION);
  }

  @Test
  void itsTextDoesNotShowTheSecret() {
    assertThat(dead.toString()).isEqualTo("DEAD of run 7");
  }
}

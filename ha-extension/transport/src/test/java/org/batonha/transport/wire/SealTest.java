package org.batonha.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Encryption, authentication, replay and change of the key, frame by frame. */
class SealTest {
  private static final String OLD = "0123456789abcdef-old";
  private static final String NEW = "0123456789abcdef-new";
  private static final int CLUSTER = 7;
  private static final int LAN = 1;
  private static final int HB = 2;
  private static final OutFrame FRAME =
      new OutFrame(FrameType.DATA, 5, "secret words".getBytes(StandardCharsets.US_ASCII));

  private final Opener opener = new Opener(Keyring.parse(OLD));

  private static Wire wire(long boot, String keys) {
    return new Wire(CLUSTER, boot, Keyring.parse(keys));
  }

  private static byte[] write(FrameWriter writer, OutFrame frame) {
    ByteBuffer out = ByteBuffer.allocate(frame.maxLength() + 10).position(10);
    writer.write(out, frame);
    return Arrays.copyOfRange(out.array(), 10, out.position());
  }

  private Frame open(byte[] bytes) throws BadFrameException {
    byte[] copy = bytes.clone();
    return opener.open(Frame.decode(copy, 0, copy.length));
  }

  private DropCause refusal(byte[] bytes) {
    return catchThrowableOfType(BadFrameException.class, () -> open(bytes)).dropCause();
  }

  @Test
  void whatIsSealedIsHiddenAndComesOutAsItWentIn() throws Exception {
    byte[] sealed = write(wire(42, OLD).writer(LAN), FRAME);

    assertThat(sealed).hasSize(FRAME.maxLength());
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("secret");
    Frame frame = open(sealed);
    assertThat(frame.sealed()).isFalse();
    assertThat(frame.sequence()).isEqualTo(5);
    assertThat(frame.payload()).isEqualTo(ByteBuffer.wrap(FRAME.buffer()));
  }

  @Test
  void everyChangedByteIsNoticed() {
    byte[] sealed = write(wire(42, OLD).writer(LAN), FRAME);
    for (int i = 3; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(refusal(changed))
          .as("byte %d", i)
          .isIn(DropCause.FORGED, DropCause.MALFORMED, DropCause.UNKNOWN_VERSION);
    }
  }

  @Test
  void theSameFrameTwiceIsAReplayOnItsLinkOnly() throws Exception {
    Wire wire = wire(42, OLD);
    byte[] onLan = write(wire.writer(LAN), FRAME);
    byte[] onHb = write(wire.writer(HB), FRAME);

    open(onLan);
    assertThat(refusal(onLan)).isEqualTo(DropCause.REPLAYED);
    assertThat(open(onHb).link()).isEqualTo(HB);
  }

  /** The thread of the other socket was not given the processor meanwhile. */
  @Test
  void whatWasOvertakenByThousandsIsOpenedOnce() throws Exception {
    FrameWriter writer = wire(42, OLD).writer(LAN);
    byte[] overtaken = write(writer, FRAME);
    byte[] newest = overtaken;
    for (int n = 0; n < 5_000; n++) {
      newest = write(writer, FRAME);
    }

    open(newest);

    assertThat(open(overtaken).boot()).isEqualTo(42);
    assertThat(refusal(overtaken)).isEqualTo(DropCause.REPLAYED);
  }

  @Test
  void aForgedFrameWithAHighNumberDoesNotMoveTheWindow() throws Exception {
    Wire wire = wire(42, OLD);
    byte[] forged = write(wire.writer(LAN), FRAME);
    ByteBuffer.wrap(forged).putLong(32, Long.MAX_VALUE);
    assertThat(refusal(forged)).isEqualTo(DropCause.FORGED);

    assertThat(open(write(wire.writer(LAN), FRAME)).boot()).isEqualTo(42);
  }

  @Test
  void twoWritersOfOneLinkAndTwoLinksNeverUseANonceTwice() {
    Wire wire = wire(42, OLD);
    byte[] first = write(wire.writer(LAN), FRAME);
    byte[] second = write(wire.writer(LAN), FRAME);
    byte[] other = write(wire.writer(HB), FRAME);

    assertThat(counter(first)).isEqualTo(1);
    assertThat(counter(second)).isEqualTo(2);
    assertThat(Arrays.copyOfRange(other, 40, 52)).isNotEqualTo(Arrays.copyOfRange(first, 40, 52));
  }

  private static long counter(byte[] sealed) {
    return ByteBuffer.wrap(sealed).getLong(32);
  }

  @Test
  void withoutTheKeyNobodyIsHeardAndWithAKeyNothingPlainIs() {
    byte[] sealed = write(wire(42, OLD).writer(LAN), FRAME);
    byte[] foreign = write(wire(42, NEW).writer(LAN), FRAME);
    byte[] plain = write(wire(42, "").writer(LAN), FRAME);

    assertThat(refusal(foreign)).isEqualTo(DropCause.FORGED);
    assertThat(refusal(plain)).isEqualTo(DropCause.UNSEALED);
    opener.keys(Keyring.NONE);
    assertThat(refusal(sealed)).isEqualTo(DropCause.NO_KEY);
  }

  @Test
  void duringAChangeBothKeysAreAcceptedAndAfterItOnlyTheNewOne() throws Exception {
    Wire wire = wire(42, OLD);
    FrameWriter writer = wire.writer(LAN);
    opener.keys(Keyring.parse(OLD + "," + NEW));
    assertThat(open(write(writer, FRAME)).boot()).isEqualTo(42);

    wire.keys(Keyring.parse(NEW + "," + OLD));
    assertThat(open(write(writer, FRAME)).boot()).isEqualTo(42);

    opener.keys(Keyring.parse(NEW));
    assertThat(open(write(writer, FRAME)).boot()).isEqualTo(42);
    wire.keys(Keyring.parse(OLD));
    assertThat(refusal(write(writer, FRAME))).isEqualTo(DropCause.FORGED);
  }

  @Test
  void aRefusalNeverShowsTheKey() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Keyring.parse("tooshort"))
        .withMessageNotContaining("tooshort")
        .withMessageContaining("at least 16");
    assertThat(Keyring.parse(OLD).toString()).isEqualTo("1 key(s)");
  }
}

package org.batonha.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The codecs of frames and of their payloads. */
class FrameTest {
  private static final Wire WIRE = new Wire(Wire.hash("ejb"), 42, Keyring.NONE);
  private static final int LINK = Wire.hash("lan");

  private static byte[] bytes(OutFrame frame) {
    ByteBuffer out = ByteBuffer.allocate(frame.maxLength());
    WIRE.writer(LINK).write(out, frame);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static Frame decode(byte[] bytes) throws BadFrameException {
    return Frame.decode(bytes, 0, bytes.length);
  }

  private static DropCause refusal(byte[] bytes) {
    return catchThrowableOfType(BadFrameException.class, () -> decode(bytes)).dropCause();
  }

  private static Hello hello() throws Exception {
    return new Hello(
        true,
        42,
        7,
        -8,
        "Knoten-ä",
        address("10.0.0.1", 7600),
        3,
        List.of(
            new LinkAddress(LINK, LinkProtocol.UDP, address("10.0.0.1", 7600)),
            new LinkAddress(1, LinkProtocol.TCP, address("fd00::1", 7601))));
  }

  private static InetSocketAddress address(String host, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }

  @Test
  void aFrameComesOutAsItWentIn() throws Exception {
    byte[] payload = {1, 2, 3};
    byte[] shifted = new byte[100];
    byte[] bytes = bytes(new OutFrame(FrameType.DATA, 99, payload));
    System.arraycopy(bytes, 0, shifted, 50, bytes.length);

    Frame frame = Frame.decode(shifted, 50, bytes.length);

    assertThat(frame.type()).isEqualTo(FrameType.DATA);
    assertThat(frame.cluster()).isEqualTo(WIRE.cluster());
    assertThat(frame.link()).isEqualTo(LINK);
    assertThat(frame.boot()).isEqualTo(42);
    assertThat(frame.sequence()).isEqualTo(99);
    assertThat(frame.payload()).isEqualTo(ByteBuffer.wrap(payload));
  }

  @Test
  void theHeaderIsAsDocumented() {
    byte[] bytes = bytes(new OutFrame(FrameType.BYE, 0, new byte[0]));

    assertThat(bytes).hasSize(28).startsWith(0xBA, 0x70, 4, 4);
    assertThat(ByteBuffer.wrap(bytes).getLong(12)).isEqualTo(42);
  }

  @Test
  void eachKindOfGarbageHasItsCause() {
    byte[] good = bytes(new OutFrame(FrameType.DATA, 1, new byte[5]));

    assertThat(refusal(new byte[0])).isEqualTo(DropCause.NOT_BATON);
    assertThat(refusal("GET / HTTP/1.1".getBytes())).isEqualTo(DropCause.NOT_BATON);
    assertThat(refusal(with(good, 2, 3))).isEqualTo(DropCause.UNKNOWN_VERSION);
    assertThat(refusal(with(good, 3, 9))).isEqualTo(DropCause.UNKNOWN_VERSION);
    assertThat(refusal(Arrays.copyOf(good, 27))).isEqualTo(DropCause.MALFORMED);
    assertThat(refusal(with(good, 20, 0x80))).isEqualTo(DropCause.MALFORMED);
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] changed = bytes.clone();
    changed[index] = (byte) value;
    return changed;
  }

  @Test
  void helloAndHeartbeatComeOutAsTheyWentIn() throws Exception {
    Hello hello = hello();
    Heartbeat heartbeat = new Heartbeat(true, 1, 9, -2, Long.MAX_VALUE, -1, 3, 7, 1000);

    assertThat(Hello.decode(ByteBuffer.wrap(hello.encode()))).isEqualTo(hello);
    assertThat(Heartbeat.decode(ByteBuffer.wrap(heartbeat.encode()))).isEqualTo(heartbeat);
  }

  @Test
  void everyTruncationOfAHelloIsRefused() throws Exception {
    byte[] bytes = hello().encode();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> Hello.decode(ByteBuffer.wrap(cut)))
          .as("cut to %d", length)
          .isInstanceOf(BadFrameException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> Hello.decode(ByteBuffer.wrap(longer)))
        .isInstanceOf(BadFrameException.class);
  }

  @Test
  void randomBytesNeverRaiseAnythingButARefusal() throws Exception {
    Random random = new Random(20_261_122);
    byte[] hello = bytes(new OutFrame(FrameType.HELLO, 0, hello().encode()));
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = random.nextBoolean() ? hello.clone() : new byte[random.nextInt(120)];
      int flips = bytes == hello ? 0 : 1 + random.nextInt(4);
      if (bytes.length != hello.length) {
        random.nextBytes(bytes);
      }
      for (int i = 0; i < flips && bytes.length > 0; i++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      readAll(bytes);
    }
  }

  private static void readAll(byte[] bytes) {
    try {
      Frame frame = decode(bytes);
      switch (frame.type()) {
        case HELLO -> assertThat(Hello.decode(frame.payload()).links()).isNotEmpty();
        case HEARTBEAT -> assertThat(Heartbeat.decode(frame.payload())).isNotNull();
        default -> assertThat(frame.length()).isGreaterThanOrEqualTo(0);
      }
    } catch (BadFrameException e) {
      assertThat(e.dropCause()).isNotNull();
    }
  }

  @Test
  void aNodeNameThatIsTooLongIsRefusedBeforeItIsSent() throws Exception {
    Hello hello = new Hello(false, 0, 1, 1, "x".repeat(256), address("10.0.0.1", 1), 0, List.of());

    assertThatThrownBy(hello::encode)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("256 bytes (at most 255)");
  }
}

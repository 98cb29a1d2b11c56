package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.batonha.core.Cause;
import org.batonha.core.Message;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.batonha.core.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  private static final byte RENEW = 1;
  private static final byte ACK = 2;
  private static final byte GRANTS = 3;

  static List<Message> messages() {
    return List.of(
        new Message.Renew(0, 1, 0, 0, List.of()),
        new Message.Renew(
            Long.MAX_VALUE, 128, 7, 6, List.of(report("web", "größer"), report("db", ""))),
        new Message.Ack(3, 4, 0, false, List.of()),
        new Message.Ack(
            3,
            4,
            5,
            true,
            List.of(
                new Verdict("web", 7, Verdict.Kind.NOT_YET, 6, 123),
                new Verdict("db", 1, Verdict.Kind.DISOWNED, 9, 0))),
        new Message.Grants(
            List.of(
                new Message.Grant("web", 9, Cause.RECLAIM, "two holders"),
                new Message.Grant("db", 127, Cause.START, ""))),
        new Message.Yield("web", 9, "n1", "moved to n1 by an operator"),
        new Message.MoveRequest(77, "web", "n2"),
        new Message.Outdated(1_770_000_000_000L, 1_770_000_000_001L));
  }

  private static ServiceReport report(String name, String reason) {
    return new ServiceReport(
        name,
        ServiceState.INDOUBT,
        7,
        Cause.FAILBACK,
        5,
        300,
        2,
        true,
        "maintenance",
        "old",
        reason);
  }

  private static Message decode(byte... bytes) throws IOException {
    return MessageCodec.decode(bytes, 0, bytes.length);
  }

  private static byte[] message(int... bytes) {
    byte[] all = new byte[bytes.length + 1];
    all[0] = MessageCodec.VERSION;
    IntStream.range(0, bytes.length).forEach(i -> all[i + 1] = (byte) bytes[i]);
    return all;
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatWasWrittenIsReadBack(Message message) throws IOException {
    assertThat(decode(MessageCodec.encode(message))).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsInTheMiddleOfABufferIsReadBack(Message message) throws IOException {
    byte[] bytes = MessageCodec.encode(message);
    byte[] buffer = new byte[bytes.length + 20];
    Arrays.fill(buffer, (byte) 0xff);
    System.arraycopy(bytes, 0, buffer, 10, bytes.length);

    assertThat(MessageCodec.decode(buffer, 10, bytes.length)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsCutOffOrTooLongIsRefused(Message message) {
    byte[] bytes = MessageCodec.encode(message);
    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> MessageCodec.decode(bytes, 0, cut)).isInstanceOf(IOException.class);
    }
    assertThatThrownBy(() -> decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("1 bytes too many");
  }

  @Test
  void everyMessageHasItsBytes() {
    assertThat(messages().stream().<Class<?>>map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(Message.class.getPermittedSubclasses());
  }

  @Test
  void anotherVersionIsRefusedWithWhatToDo() {
    byte[] bytes = MessageCodec.encode(new Message.MoveRequest(1, "web", "n2"));
    bytes[0] = 99;

    assertThatThrownBy(() -> decode(bytes))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("one version of Baton");
  }

  @Test
  void everyConstantHasANumber() {
    assertThat(MessageCodec.STATES).containsExactlyInAnyOrder(ServiceState.values());
    assertThat(MessageCodec.CAUSES).containsExactlyInAnyOrder(Cause.values());
    assertThat(MessageCodec.KINDS).containsExactlyInAnyOrder(Verdict.Kind.values());
  }

  @Test
  void aRenewalOfNothingNewIsSmall() {
    byte[] bytes = MessageCodec.encode(new Message.Renew(1_770_000_000_000L, 500, 3, 3, List.of()));

    assertThat(bytes).hasSizeLessThan(16);
  }

  @Test
  void aListThatIsLongerThanItsBytesIsRefusedBeforeItIsAllocated() {
    assertThatThrownBy(() -> decode(message(RENEW, 1, 1, 1, 0, 0x8f, 0x4e, 0, 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("list of length 9999 in the last 2 bytes");
    assertThatThrownBy(() -> decode(message(GRANTS, 0x91, 0x4e)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("list of length 10001, at most 10000");
  }

  @Test
  void numbersAndNamesOutOfTheirBoundsAreRefused() {
    assertRefused("seq is 0", ACK, 1, 0, 0, 0, 0);
    assertRefused("flag is 2", ACK, 1, 1, 0, 2, 0);
    assertRefused("since version 2 of version 1", RENEW, 1, 1, 1, 2, 0);
    assertRefused("63 bits", RENEW, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
    assertRefused("nomination of nothing", GRANTS, 0);
    assertRefused("name is empty", GRANTS, 1, 0, 1, 0, 0, 0, 0);
    assertRefused("constant 6", GRANTS, 1, 1, 'w', 1, 6, 0);
    assertRefused("not UTF-8", GRANTS, 1, 1, 0xff, 1, 0, 0);
    assertRefused("unknown kind of message 7", 7);
  }

  private static void assertRefused(String words, int... bytes) {
    assertThatThrownBy(() -> decode(message(bytes)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(words);
  }

  @Test
  void whatNoReceiverWouldTakeIsNotWritten() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageCodec.encode(new Message.MoveRequest(1, "w".repeat(65), "n2")))
        .withMessageContaining("1 to 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageCodec.encode(new Message.MoveRequest(-1, "web", "n2")))
        .withMessageContaining("-1");
    List<Message.Grant> many =
        Collections.nCopies(10_001, new Message.Grant("web", 1, Cause.START, ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageCodec.encode(new Message.Grants(many)))
        .withMessageContaining("10001");
  }

  @Test
  void aReasonThatIsTooLongIsCutBetweenTwoCharacters() throws IOException {
    for (String reason : List.of("x".repeat(5000), "ö".repeat(5000), "x" + "ö".repeat(5000))) {
      Message.Yield read =
          (Message.Yield) decode(MessageCodec.encode(new Message.Yield("web", 1, "n2", reason)));

      assertThat(read.reason()).endsWith("…").startsWith(reason.substring(0, 500));
      assertThat(read.reason().getBytes(StandardCharsets.UTF_8)).hasSizeBetween(1020, 1024);
    }
  }

  @Test
  void randomBytesAreRefusedOrReadButNeverThrowAnythingElse() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = MessageCodec.VERSION;
        bytes[1] = (byte) random.nextInt(8);
      }
      assertNothingElseThrown(bytes);
    }
  }

  @Test
  void messagesWithWrongBytesAreRefusedOrReadButNeverThrowAnythingElse() {
    Random random = new Random(11);
    for (Message message : messages()) {
      for (int i = 0; i < 10_000; i++) {
        byte[] bytes = MessageCodec.encode(message);
        for (int wrong = random.nextInt(3); wrong >= 0; wrong--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        assertNothingElseThrown(bytes);
      }
    }
  }

  private static void assertNothingElseThrown(byte[] bytes) {
    try {
      assertThat(decode(bytes)).isNotNull();
    } catch (IOException e) {
      assertThat(e).hasMessageNotContaining("null");
    }
  }
}

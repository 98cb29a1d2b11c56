package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.batonha.core.Message;
import org.batonha.core.ServiceReport;
import org.batonha.core.ServiceState;
import org.batonha.core.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  static List<Message> messages() {
    return List.of(
        new Message.Renew(1, 2, List.of()),
        new Message.Renew(
            Long.MAX_VALUE,
            -1,
            List.of(
                new ServiceReport("web", ServiceState.UP, 7, 5, 8, true, "größer"),
                new ServiceReport("db", ServiceState.INDOUBT, 0, 0, 0, false, ""))),
        new Message.Ack(
            3,
            4,
            List.of(
                new Verdict("web", 7, Verdict.Kind.NOT_YET, 6, 123),
                new Verdict("db", 1, Verdict.Kind.DISOWNED, 9, 0))),
        new Message.Grant("web", 9, "n2"),
        new Message.Yield("web", 9, "n1"),
        new Message.MoveRequest(77, "web", "n2"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatWasWrittenIsReadBack(Message message) throws IOException {
    byte[] bytes = MessageCodec.encode(message);

    assertThat(MessageCodec.decode(bytes, 0, bytes.length)).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void whatIsCutOffOrTooLongIsRefused(Message message) {
    byte[] bytes = MessageCodec.encode(message);
    for (int length = 0; length < bytes.length; length++) {
      int cut = length;
      assertThatThrownBy(() -> MessageCodec.decode(bytes, 0, cut)).isInstanceOf(IOException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> MessageCodec.decode(longer, 0, longer.length))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anotherVersionIsRefusedWithWhatToDo() {
    byte[] bytes = MessageCodec.encode(new Message.Grant("web", 9, "n2"));
    bytes[0] = 99;

    assertThatThrownBy(() -> MessageCodec.decode(bytes, 0, bytes.length))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 99")
        .hasMessageContaining("one version of Baton");
  }

  @Test
  void randomBytesAreRefusedOrReadButNeverThrowAnythingElse() {
    Random random = new Random(7);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 1) {
        bytes[0] = MessageCodec.VERSION;
        bytes[1] = (byte) random.nextInt(7);
      }
      try {
        assertThat(MessageCodec.decode(bytes, 0, bytes.length)).isNotNull();
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }
}

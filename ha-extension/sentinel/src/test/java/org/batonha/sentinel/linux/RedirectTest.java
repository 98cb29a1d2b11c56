package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import org.batonha.sentinel.keeper.Log;
import org.batonha.sentinel.protocol.IpLiteral;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class RedirectTest {
  private static final Link LOOPBACK = new Link(1, "lo", 772, 0x10049, new byte[6]);
  private static final InetAddress ADDRESS = IpLiteral.parse("192.0.2.1");

  private final List<String> said = new ArrayList<>();
  private final Log log =
      new Log() {
        @Override
        public void info(String text) {
          said.add(text);
        }

        @Override
        public void warn(String text) {
          said.add(text);
        }
      };

  @Test
  void whereNobodyListensNobodyIsWaitedFor() {
    Redirect redirect = new Redirect(log);
    redirect.left(LOOPBACK, ADDRESS);
    long start = System.nanoTime();

    redirect.awaitEnd();

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Latecomers.PATIENCE);
  }

  /** With no right to packet sockets it is that which fails, to the same effect. */
  @Test
  void whereNoThreadCanBeStartedAnAddressLeavesAllTheSame() {
    ThreadFactory full =
        task ->
            new Thread(task) {
              @Override
              public void start() {
                throw new OutOfMemoryError("unable to create native thread");
              }
            };
    Redirect redirect = new Redirect(log, full);

    assertThatCode(() -> redirect.prepare(LOOPBACK)).doesNotThrowAnyException();
    assertThatCode(() -> redirect.left(LOOPBACK, ADDRESS)).doesNotThrowAnyException();
    assertThat(said).singleElement().asString().contains("will have to do so again");
  }
}

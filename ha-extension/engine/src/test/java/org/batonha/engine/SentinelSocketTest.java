package org.batonha.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A sentinel that is a service of the host: found, told, lost, and found again. */
class SentinelSocketTest {
  private static final List<AddressConfig> ADDRESS =
      List.of(AddressConfig.of("10.0.0.100/24", "eth0"));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<String> lost = new CopyOnWriteArrayList<>();
  @TempDir private Path directory;
  private ServerSocketChannel listener;
  private volatile SocketChannel connection;
  private Thread service;
  private Sentinel sentinel;

  private Path socket() {
    return directory.resolve("s");
  }

  /** Answers one connection with ok to everything. */
  private void listen() throws IOException {
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(socket()));
    service = new Thread(this::serve, "service");
    service.setDaemon(true);
    service.start();
  }

  private void serve() {
    try (SocketChannel channel = listener.accept()) {
      connection = channel;
      write(channel, "ready " + SentinelClient.PROTOCOL + " 1");
      ByteBuffer buffer = ByteBuffer.allocate(100_000);
      StringBuilder text = new StringBuilder();
      while (channel.read(buffer) >= 0) {
        text.append(StandardCharsets.UTF_8.decode(buffer.flip()));
        buffer.clear();
        for (int end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
          String line = text.substring(0, end);
          text.delete(0, end + 1);
          said.add(line);
          write(channel, "ok " + line.split(" ")[1]);
        }
      }
    } catch (IOException e) {
      // the test hung up
    }
  }

  private static void write(SocketChannel channel, String line) throws IOException {
    channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
  }

  private void hangUp() throws Exception {
    listener.close();
    connection.close();
    service.join();
    Files.delete(socket());
  }

  private void start() {
    sentinel =
        new Sentinel(
            new SentinelSocket(socket()),
            timer,
            (service, epoch, reason) -> lost.add(service + ": " + reason),
            60_000);
    sentinel.start();
  }

  @AfterEach
  void close() throws IOException {
    sentinel.close();
    timer.shutdownNow();
    listener.close();
  }

  private boolean isHeld() {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    return sentinel.hold("web", 1, deadline, 0, ADDRESS).join().ok();
  }

  @Test
  void itIsToldFirstWhoseDeathItShallLookOutFor() throws Exception {
    listen();
    start();

    assertThat(isHeld()).isTrue();

    assertThat(said.get(0)).isEqualTo("attach 1 " + ProcessHandle.current().pid());
    assertThat(said.get(1)).matches("hold 2 web 1 \\d+ 0 10.0.0.100/24@eth0");
  }

  @Test
  void aServiceThatIsRestartedIsFoundAgainAndToldWhatIsHeld() throws Exception {
    listen();
    start();
    assertThat(isHeld()).isTrue();

    hangUp();
    Engines.await("it is missed", () -> !sentinel.check(ADDRESS).join().ok());
    said.clear();
    listen();

    Engines.await(
        "it is told again", () -> said.stream().anyMatch(line -> line.startsWith("hold ")));
    assertThat(said.get(0)).startsWith("attach ");
    assertThat(lost).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLineThatEndedIsHungUpHereToo() throws Exception {
    listen();
    start();
    assertThat(isHeld()).isTrue();
    long before = openSockets();

    hangUp();

    Engines.await("both ends are closed", () -> openSockets() == before - 3);
  }

  /** Of them, one listens and two are the ends of the line. */
  private static long openSockets() {
    File[] descriptors = new File("/proc/self/fd").listFiles();
    return Stream.of(descriptors).filter(SentinelSocketTest::isSocket).count();
  }

  private static boolean isSocket(File descriptor) {
    try {
      return Files.readSymbolicLink(descriptor.toPath()).toString().startsWith("socket:");
    } catch (IOException e) {
      return false; // closed meanwhile
    }
  }

  @Test
  void aServiceThatStartsAfterTheServerIsFound() throws Exception {
    start();
    assertThat(isHeld()).isFalse();

    listen();

    Engines.await("it is found", this::isHeld);
  }

  @Test
  void theEndOfTheServerIsTheEndOfTheConnection() throws Exception {
    listen();
    start();
    assertThat(isHeld()).isTrue();

    sentinel.close();

    Engines.await("the service reads the end", () -> !connection.isOpen());
  }

  @Test
  void aPathThatDependsOnWhereTheServerStartedIsRefused() throws Exception {
    listen();
    start();
    Path relative = Path.of("run/sentinel.sock");

    assertThatThrownBy(() -> new SentinelSocket(relative))
        .hasMessageContaining("'run/sentinel.sock'")
        .hasMessageContaining("for example /run/baton/sentinel.sock");
  }
}

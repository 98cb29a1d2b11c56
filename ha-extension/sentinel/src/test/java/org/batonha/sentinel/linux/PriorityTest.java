package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.jna.LastErrorException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriorityTest {
  @TempDir private Path tasks;

  private void thread(int id, String name) throws IOException {
    Files.writeString(Files.createDirectory(tasks.resolve("" + id)).resolve("comm"), name);
  }

  @Test
  void oneThatEndsMeanwhileDoesNotKeepTheOthers() throws IOException {
    thread(11, "keeper");
    Files.createDirectory(tasks.resolve("12")); // its name can not be read any more
    thread(13, "C2 CompilerThre");
    thread(14, "stdin");
    List<Integer> raised = new ArrayList<>();

    assertThat(Priority.raise(tasks, raised::add)).isEmpty();

    assertThat(raised).containsExactlyInAnyOrder(11, 14);
  }

  @Test
  void whatElseThanTheRightIsMissingIsSaid() throws IOException {
    thread(11, "keeper");

    assertThat(Priority.raise(tasks, id -> fail(Libc.EPERM))).contains("no right to it");
    assertThat(Priority.raise(tasks, id -> fail(Libc.EAGAIN)))
        .hasValueSatisfying(why -> assertThat(why).doesNotContain("right"));
  }

  @Test
  void theCallingThreadIsTheOneThatTheKernelHasByThatNumber() throws Exception {
    assumeThat(Path.of("/proc/thread-self")).exists();
    Callable<String> ownName =
        () -> Files.readString(Path.of("/proc/self/task/" + Priority.callingThread() + "/comm"));
    FutureTask<String> name = new FutureTask<>(ownName);
    new Thread(name, "priority-test").start();

    assertThat(name.get().strip()).isEqualTo("priority-test");
  }

  private static void fail(int errno) {
    throw new LastErrorException(errno);
  }
}

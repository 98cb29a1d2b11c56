package org.batonha.sentinel.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParentWatchTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "17 (java) S 1 17 17 0 -1 4194304 0 0|true",
        "17 (java) T 1 17 17 0 -1 4194304 0 0|true",
        "17 (a ) Z 4 (b)) S 1 17 17 0 -1 4194304 0 0|true",
        "17 (java) S 1 17 17 0 -1 4194308 0 0|false",
        "17 (java) R 1 17 17 0 -1 4195328 0 0|false",
        "17 (java) Z 1 17 17 0 -1 4194304 0 0|false",
        "17 (java) X 1 17 17 0 -1 4194304 0 0|false",
        "17 (java|false",
        "''|false",
      })
  void readsStateAndFlags(String stat, boolean alive) {
    assertThat(ParentWatch.isAlive(stat, true)).isEqualTo(alive);
  }

  @Test
  void aPendingSigkillIsDeathAndAPendingSigtermIsNot() {
    String upToField30 = "17 (java) S 1 17 17 0 -1 4194304" + " 9".repeat(21);

    assertThat(ParentWatch.isAlive(upToField30 + " 0 0 0", true)).isTrue();
    assertThat(ParentWatch.isAlive(upToField30 + " 16384 0 0", true)).isTrue();
    assertThat(ParentWatch.isAlive(upToField30 + " 256 0 0", true)).isFalse();
  }

  @Test
  void aThreadWithAPendingSigkillMayStillEndItsSystemCall() {
    String pending = "17 (java) S 1 17 17 0 -1 4194304" + " 9".repeat(21) + " 256 0 0";

    assertThat(ParentWatch.isAlive(pending, false)).isTrue();
    assertThat(ParentWatch.isAlive(pending.replace("4194304", "4194308"), false)).isFalse();
  }

  @Test
  void aLivingProcessIsNotSilentAndAKilledOneIs() throws IOException, InterruptedException {
    Process parent = new ProcessBuilder("sleep", "60").start();
    CountDownLatch dying = new CountDownLatch(1);
    ParentWatch watch = ParentWatch.start(parent.pid(), dying::countDown);
    long asked = System.nanoTime();
    assertThat(watch.awaitSilence(Duration.ofSeconds(10))).isFalse();
    assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));

    parent.destroyForcibly();
    assertThat(dying.await(10, TimeUnit.SECONDS)).isTrue();

    assertThat(watch.awaitSilence(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void whatWasStoppedTellsNothing() throws IOException, InterruptedException {
    Process parent = new ProcessBuilder("sleep", "60").start();
    CountDownLatch dead = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    ParentWatch.start(parent.pid(), dead::countDown).stop();
    ParentWatch.start(parent.pid(), other::countDown);

    parent.destroyForcibly();

    assertThat(other.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(dead.getCount()).isEqualTo(1);
  }

  @Test
  void seesAProcessDie() throws IOException, InterruptedException {
    Process parent = new ProcessBuilder("sleep", "60").start();
    CountDownLatch dead = new CountDownLatch(1);
    ParentWatch.start(parent.pid(), dead::countDown);
    assertThat(dead.getCount()).isEqualTo(1);

    parent.destroyForcibly();

    assertThat(dead.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aProcessThatNeverWasIsDead() throws InterruptedException {
    CountDownLatch dead = new CountDownLatch(1);

    ParentWatch.start(Integer.MAX_VALUE, dead::countDown);

    assertThat(dead.await(10, TimeUnit.SECONDS)).isTrue();
  }
}

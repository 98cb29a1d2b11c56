package org.batonha.wildfly.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class RehearsalTest {
  /** A server without JBoss Marshalling; what is of this package it loads itself. */
  private static final class Bare extends URLClassLoader {
    private static final String OWN = "org.batonha.wildfly.deployment.";

    Bare(URL... classes) {
      super(classes, RehearsalTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.jboss.marshalling.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith(OWN)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Test
  void isPlayed() {
    assertThat(Rehearsal.play()).isTrue();
  }

  @Test
  void isNotPlayedAndHarmsNobodyWhereThereIsNoSuchMarshalling() throws Exception {
    URL classes = Rehearsal.class.getProtectionDomain().getCodeSource().getLocation();
    try (Bare bare = new Bare(classes)) {
      Method play = bare.loadClass(Rehearsal.class.getName()).getDeclaredMethod("play");
      play.setAccessible(true);

      assertThat(play.invoke(null)).isEqualTo(false);
    }
  }
}

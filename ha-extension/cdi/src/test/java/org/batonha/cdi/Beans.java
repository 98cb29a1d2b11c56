package org.batonha.cdi;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.inject.Stereotype;
import jakarta.inject.Inject;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.batonha.api.ClusterSingleton;

/** The beans of the tests. Each writes its life into {@link #LOG}. */
final class Beans {
  static final List<String> LOG = new CopyOnWriteArrayList<>();

  private Beans() {}

  @ClusterSingleton(service = "web")
  static class Counter {
    private int count;

    @PostConstruct
    void begin() {
      LOG.add("counter created");
    }

    @PreDestroy
    void finish() {
      LOG.add("counter destroyed at " + count);
    }

    int increment() {
      return ++count;
    }

    ClassLoader loader() {
      return Thread.currentThread().getContextClassLoader();
    }
  }

  /** Uses Counter from the start, so it is the younger of the two. */
  @ClusterSingleton(service = "web")
  static class Reporter {
    @Inject Counter counter;

    @PostConstruct
    void begin() {
      LOG.add("reporter created, sees " + counter.increment());
    }

    @PreDestroy
    void finish() {
      LOG.add("reporter destroyed");
    }

    void call() {}
  }

  @ClusterSingleton(service = "web")
  static class Broken {
    @PostConstruct
    void begin() {
      LOG.add("broken tried");
      throw new IllegalStateException("no database");
    }

    void call() {}
  }

  @ClusterSingleton(service = "web")
  static class BadLoser {
    @PreDestroy
    void finish() {
      LOG.add("bad loser asked to go");
      throw new IllegalStateException("will not go");
    }

    void call() {}
  }

  @ClusterSingleton(service = "web")
  static class Narcissus {
    @Inject Narcissus self;

    @PostConstruct
    void begin() {
      self.call();
    }

    void call() {}
  }

  @ClusterSingleton(service = "web")
  static class LoaderWitness {
    private ClassLoader atCreation;

    @PostConstruct
    void begin() {
      atCreation = Thread.currentThread().getContextClassLoader();
    }

    ClassLoader atCreation() {
      return atCreation;
    }
  }

  @ClusterSingleton(service = "mail")
  static class Mailer {
    void call() {}
  }

  @ClusterSingleton(service = " ")
  static class Nameless {
    void call() {}
  }

  @Stereotype
  @ClusterSingleton(service = "web")
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface WebSingleton {}

  @WebSingleton
  static class Stereotyped {
    String call() {
      return "called";
    }
  }
}

package org.batonha.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.enterprise.inject.spi.DeploymentException;
import java.net.URL;
import java.net.URLClassLoader;
import org.batonha.api.NotHolderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterSingletonTest {
  private final FakeHoldings holdings = new FakeHoldings("web", "mail");

  @BeforeEach
  void install() {
    Beans.LOG.clear();
    HoldingsRegistry.install(holdings);
  }

  @AfterEach
  void uninstall() {
    HoldingsRegistry.uninstall(holdings);
  }

  @Test
  void isCreatedWhenTheServiceBecomesUpAndDestroyedWhenItCeasesToBe() {
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      Beans.Counter counter = deployment.get(Beans.Counter.class);
      assertThat(Beans.LOG).isEmpty();

      holdings.up("web");
      assertThat(Beans.LOG).containsExactly("counter created");
      assertThat(counter.increment()).isEqualTo(1);
      assertThat(counter.increment()).isEqualTo(2);

      holdings.down("web");
      assertThat(Beans.LOG).containsExactly("counter created", "counter destroyed at 2");
    }
  }

  @Test
  void isCreatedAtDeploymentWhenTheServiceIsUpAlready() {
    holdings.up("web");
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      assertThat(Beans.LOG).containsExactly("counter created");
      assertThat(deployment.get(Beans.Counter.class).increment()).isEqualTo(1);
    }
    assertThat(Beans.LOG).containsExactly("counter created", "counter destroyed at 1");
    assertThat(holdings.listeners()).isZero();
  }

  @Test
  void startsAfreshInEachPeriod() {
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      Beans.Counter counter = deployment.get(Beans.Counter.class);
      holdings.up("web");
      counter.increment();
      holdings.down("web");
      holdings.up("web");

      assertThat(counter.increment()).isEqualTo(1);
    }
  }

  @Test
  void refusesACallElsewhereAndNamesTheHolder() {
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      holdings.heldBy("web", "n2");
      Beans.Counter counter = deployment.get(Beans.Counter.class);

      NotHolderException refused =
          catchThrowableOfType(NotHolderException.class, counter::increment);

      assertThat(refused).hasMessageContaining("Counter").hasMessageContaining("'n2' holds it");
      assertThat(refused.service()).isEqualTo("web");
      assertThat(refused.holder()).contains("n2");
    }
  }

  @Test
  void refusesACallFromTheMomentTheLeaseIsLostEvenIfNobodyWasToldYet() {
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      holdings.up("web");
      Beans.Counter counter = deployment.get(Beans.Counter.class);

      holdings.loseLease("web");

      assertThatThrownBy(counter::increment).isInstanceOf(NotHolderException.class);
      assertThat(Beans.LOG).doesNotContain("counter destroyed at 0");
    }
  }

  @Test
  void isCreatedByACallThatComesBeforeTheNewsAndOnlyOnce() {
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      holdings.lease("web");
      assertThat(deployment.get(Beans.Counter.class).increment()).isEqualTo(1);

      holdings.up("web");

      assertThat(deployment.get(Beans.Counter.class).increment()).isEqualTo(2);
      assertThat(Beans.LOG).containsExactly("counter created");
    }
  }

  @Test
  void destroysTheYoungerFirstForItMayUseTheOlder() {
    try (Deployment deployment = Deployment.of(Beans.Reporter.class, Beans.Counter.class)) {
      holdings.up("web");
      deployment.get(Beans.Reporter.class).call();
      holdings.down("web");
    }
    assertThat(Beans.LOG)
        .containsExactly(
            "counter created",
            "reporter created, sees 1",
            "reporter destroyed",
            "counter destroyed at 1");
  }

  @Test
  void reportsAFailingPostConstructAndCreatesTheOthers() {
    try (Deployment deployment = Deployment.of(Beans.Broken.class, Beans.Counter.class)) {
      holdings.up("web");

      assertThat(deployment.get(Beans.Counter.class).increment()).isEqualTo(1);
      Beans.Broken broken = deployment.get(Beans.Broken.class);
      assertThatThrownBy(broken::call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Beans$Broken could not be created when service 'web' became UP")
          .hasMessageContaining("no database")
          .hasRootCauseMessage("no database");
      assertThat(Beans.LOG).containsOnlyOnce("broken tried");

      holdings.down("web");
      holdings.up("web");
      assertThat(Beans.LOG).filteredOn("broken tried"::equals).hasSize(2);
    }
  }

  @Test
  void destroysTheOthersWhenAPreDestroyFails() {
    try (Deployment deployment = Deployment.of(Beans.Counter.class, Beans.BadLoser.class)) {
      holdings.up("web");
      holdings.down("web");
      assertThat(Beans.LOG).contains("bad loser asked to go", "counter destroyed at 0");
      assertThatThrownBy(() -> deployment.get(Beans.BadLoser.class).call())
          .isInstanceOf(NotHolderException.class);
    }
  }

  @Test
  void saysSoWhenABeanCallsItselfWhileItIsCreated() {
    try (Deployment deployment = Deployment.of(Beans.Narcissus.class)) {
      holdings.up("web");
      assertThatThrownBy(() -> deployment.get(Beans.Narcissus.class).call())
          .hasStackTraceContaining("is called while it is being created");
    }
  }

  @Test
  void runsCallbacksWithTheDeploymentsClassLoader() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader ofDeployment = new URLClassLoader(new URL[0], before)) {
      thread.setContextClassLoader(ofDeployment);
      try (Deployment deployment = Deployment.of(Beans.LoaderWitness.class)) {
        thread.setContextClassLoader(before);
        holdings.up("web");
        assertThat(deployment.get(Beans.LoaderWitness.class).atCreation()).isSameAs(ofDeployment);
        assertThat(thread.getContextClassLoader()).isSameAs(before);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void refusesADeploymentThatNamesNoService() {
    assertThatThrownBy(() -> Deployment.of(Beans.Nameless.class))
        .isInstanceOf(DeploymentException.class)
        .hasMessageContaining("Beans$Nameless has service=' '")
        .hasMessageContaining("@ClusterSingleton(service=\"web\")");
  }

  @Test
  void saysThatTheServiceIsNotConfigured() {
    HoldingsRegistry.uninstall(holdings);
    FakeHoldings withoutMail = new FakeHoldings("web");
    HoldingsRegistry.install(withoutMail);
    try (Deployment deployment = Deployment.of(Beans.Mailer.class)) {
      assertThatThrownBy(() -> deployment.get(Beans.Mailer.class).call())
          .isInstanceOf(NotHolderException.class)
          .hasMessageContaining("/subsystem=baton/service=mail:add");
    } finally {
      HoldingsRegistry.uninstall(withoutMail);
    }
  }

  @Test
  void takesTheServiceFromAStereotype() {
    try (Deployment deployment = Deployment.of(Beans.Stereotyped.class)) {
      holdings.up("web");
      assertThat(deployment.get(Beans.Stereotyped.class).call()).isEqualTo("called");
    }
  }

  @Test
  void followsTheEngineThatComesLaterGoesAndComesBack() {
    HoldingsRegistry.uninstall(holdings);
    try (Deployment deployment = Deployment.of(Beans.Counter.class)) {
      Beans.Counter counter = deployment.get(Beans.Counter.class);
      assertThatThrownBy(counter::increment)
          .isInstanceOf(NotHolderException.class)
          .hasMessageContaining("Baton does not run in this server");

      holdings.lease("web");
      HoldingsRegistry.install(holdings);
      assertThat(Beans.LOG).containsExactly("counter created");

      HoldingsRegistry.uninstall(holdings);
      assertThat(Beans.LOG).containsExactly("counter created", "counter destroyed at 0");
      assertThat(holdings.listeners()).isZero();

      FakeHoldings reloaded = new FakeHoldings("web");
      HoldingsRegistry.install(reloaded);
      assertThatThrownBy(counter::increment).isInstanceOf(NotHolderException.class);
      reloaded.up("web");
      assertThat(counter.increment()).isEqualTo(1);
      HoldingsRegistry.uninstall(reloaded);
    }
  }
}

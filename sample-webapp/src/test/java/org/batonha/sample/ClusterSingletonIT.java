package org.batonha.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.batonha.api.ClusterSingleton;
import org.batonha.api.NotHolderException;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.as.arquillian.container.ManagementClient;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Singletons and MBeans from inside a deployment. Service web is held here, elsewhere is not. The
 * last test is a sequel to the one before it, which is done from outside.
 */
@ExtendWith(ArquillianExtension.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterSingletonIT {
  private static final int LAST = Integer.MAX_VALUE;
  private static final AtomicInteger CREATED = new AtomicInteger();

  @ClusterSingleton(service = "web")
  static class Here {
    private String module;
    private ClassLoader loader;

    @PostConstruct
    void begin() throws NamingException {
      CREATED.incrementAndGet();
      module = InitialContext.doLookup("java:module/ModuleName");
      loader = Thread.currentThread().getContextClassLoader();
    }

    String module() {
      return module;
    }

    ClassLoader loader() {
      return loader;
    }
  }

  @ClusterSingleton(service = "elsewhere")
  static class There {
    void call() {}
  }

  @ClusterSingleton(service = "nosuch")
  static class Nowhere {
    void call() {}
  }

  @Inject private Here here;
  @Inject private There there;
  @Inject private Nowhere nowhere;

  @Deployment
  static WebArchive application() {
    return ShrinkWrap.create(WebArchive.class, "singletons.war")
        .addClasses(ClusterSingletonIT.class, Here.class, There.class, Nowhere.class)
        .addPackages(true, "org.assertj");
  }

  @Test
  @Order(1)
  void existsWhereItsServiceIsUp() {
    assertThat(here.module()).isEqualTo("singletons");
    assertThat(here.loader()).isSameAs(Here.class.getClassLoader());
    assertThat(CREATED).hasValue(1);
  }

  @Test
  void refusesACallWhereItsServiceIsNotUp() {
    NotHolderException refused = catchThrowableOfType(NotHolderException.class, there::call);

    assertThat(refused).hasMessageContaining("There follows service 'elsewhere'");
    assertThat(refused.service()).isEqualTo("elsewhere");
    assertThat(refused.holder()).isEmpty();
  }

  @Test
  void saysThatAServiceIsNotConfigured() {
    assertThat(catchThrowableOfType(NotHolderException.class, nowhere::call))
        .hasMessageContaining("/subsystem=baton/service=nosuch:add");
  }

  @Test
  void managementSeesTheSame() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName web = new ObjectName("org.batonha:type=Service,name=web");

    assertThat(beans.getAttribute(web, "State")).isEqualTo("UP");
    assertThat(beans.getAttribute(web, "Holder")).isEqualTo("n1");
    assertThat(beans.getAttribute(new ObjectName("org.batonha:type=Cluster"), "View"))
        .isEqualTo(new String[] {"n1"});
    assertThat(beans.isRegistered(new ObjectName("org.batonha:type=Link,name=lan"))).isTrue();
  }

  @Test
  void aMoveToANodeThatIsNotThereIsRefusedAndChangesNothing() throws Exception {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    ObjectName web = new ObjectName("org.batonha:type=Service,name=web");

    RuntimeMBeanException refused =
        catchThrowableOfType(
            RuntimeMBeanException.class,
            () ->
                beans.invoke(
                    web, "move", new Object[] {"nosuch"}, new String[] {String.class.getName()}));

    assertThat(refused)
        .hasCauseInstanceOf(IllegalArgumentException.class)
        .cause()
        .hasMessageContaining("'nosuch'")
        .hasMessageContaining("n1");
    assertThat(beans.getAttribute(web, "State")).isEqualTo("UP");
  }

  @Test
  @RunAsClient
  @Order(LAST - 1)
  void itsServiceIsTakenAwayAndComesBack(@ArquillianResource ManagementClient management)
      throws Exception {
    Model model = new Model(management);
    model.removeService("web");
    model.addService("web", "n1");
    model.awaitState("web", "UP");
  }

  @Test
  @Order(LAST)
  void isThenAnotherInstanceCreatedAsIfTheDeploymentHadDoneIt() {
    assertThat(here.module()).isEqualTo("singletons");
    assertThat(here.loader()).isSameAs(Here.class.getClassLoader());
    assertThat(CREATED).hasValue(2);
  }
}

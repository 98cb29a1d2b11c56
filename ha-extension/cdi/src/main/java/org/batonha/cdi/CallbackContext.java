package org.batonha.cdi;

import jakarta.enterprise.concurrent.ContextService;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/**
 * Runs life cycle callbacks of a deployment's beans as if the deployment had called them: the
 * engine's threads know nothing of it. Immutable.
 */
final class CallbackContext {
  private static final Logger LOG = System.getLogger(CallbackContext.class.getName());
  private static final String CONTEXT_SERVICE = "java:comp/DefaultContextService";

  private final ClassLoader deployment;
  private final Executor application;

  private CallbackContext(ClassLoader deployment, Executor application) {
    this.deployment = deployment;
    this.application = application;
  }

  /** Remembers the current thread's context class loader. */
  static CallbackContext ofCurrentThread() {
    return new CallbackContext(Thread.currentThread().getContextClassLoader(), Runnable::run);
  }

  /**
   * Remembers also what else the application's threads have (its {@code java:comp}, its security):
   * Jakarta Concurrency knows how. To be called by such a thread. Where there is no Jakarta
   * Concurrency, the class loader has to do.
   */
  CallbackContext withApplication() {
    try {
      ContextService service = InitialContext.doLookup(CONTEXT_SERVICE);
      return new CallbackContext(deployment, service.currentContextExecutor());
    } catch (NamingException | NoClassDefFoundError e) {
      LOG.log(
          Level.DEBUG,
          "there is no " + CONTEXT_SERVICE + ": callbacks of cluster singletons do without JNDI",
          e);
      return this;
    }
  }

  void run(Runnable callback) {
    Once once = new Once(callback);
    try {
      application.execute(() -> withLoader(once));
    } catch (IllegalStateException e) {
      if (once.began) {
        throw e;
      }
      // An application that is going has no context any more, and its beans still want to go.
      LOG.log(Level.DEBUG, "callbacks of cluster singletons do without JNDI", e);
      withLoader(callback);
    }
  }

  private void withLoader(Runnable callback) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(deployment);
    try {
      callback.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Tells whether it was begun: the executor runs it in the calling thread, or refuses. */
  private static final class Once implements Runnable {
    private final Runnable callback;
    private boolean began;

    Once(Runnable callback) {
      this.callback = callback;
    }

    @Override
    public void run() {
      began = true;
      callback.run();
    }
  }
}

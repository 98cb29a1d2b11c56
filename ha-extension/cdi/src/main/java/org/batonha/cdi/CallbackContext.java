package org.batonha.cdi;

/**
 * Runs life cycle callbacks of a deployment's beans as if the deployment had called them: the
 * engine's threads know nothing of it.
 */
final class CallbackContext {
  private final ClassLoader deployment;

  private CallbackContext(ClassLoader deployment) {
    this.deployment = deployment;
  }

  /** Remembers the current thread's context class loader. */
  static CallbackContext ofCurrentThread() {
    return new CallbackContext(Thread.currentThread().getContextClassLoader());
  }

  void run(Runnable callback) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(deployment);
    try {
      callback.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}

package org.batonha.sessions;

import java.util.Objects;
import org.infinispan.Cache;
import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.tx.CommitCommand;
import org.infinispan.commands.tx.PrepareCommand;
import org.infinispan.commands.tx.RollbackCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.context.impl.TxInvocationContext;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.interceptors.AsyncInterceptorChain;
import org.infinispan.interceptors.DDAsyncInterceptor;

/**
 * Sees the transactions of an Infinispan cache: the session manager logs a commit that fails and
 * throws nothing. A transaction without a change is none, unless it was rolled back: then a change
 * may have failed before it was one. Thread-safe.
 */
public final class CacheWitness implements CommitWitness {
  private static final ThreadLocal<Sight> CURRENT = new ThreadLocal<>();

  private CacheWitness() {}

  /**
   * Returns a witness of a cache. It stands first in the cache's chain of interceptors, once.
   *
   * @param cache a transactional cache; others are not seen, which is {@link CommitWitness#BLIND}
   */
  public static CommitWitness of(Cache<?, ?> cache) {
    Objects.requireNonNull(cache, "cache");
    if (!cache.getCacheConfiguration().transaction().transactionMode().isTransactional()) {
      return BLIND;
    }
    AsyncInterceptorChain chain = ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class);
    synchronized (CacheWitness.class) {
      if (!chain.containsInterceptorType(Interceptor.class)) {
        chain.addInterceptor(new Interceptor(OwnThread.of(cache)), 0);
      }
    }
    return new CacheWitness();
  }

  @Override
  public Outcome of(Runnable commit, Runnable begun) {
    Sight sight = new Sight(begun);
    CURRENT.set(sight);
    try {
      commit.run();
    } finally {
      CURRENT.remove();
    }
    return sight.outcome();
  }

  /** What one thread's commit did; another thread may tell the end of it. */
  private static final class Sight {
    private final Runnable begun;
    private volatile Outcome outcome = Outcome.NOTHING;
    private volatile boolean failed;

    Sight(Runnable begun) {
      this.begun = begun;
    }

    void begin() {
      begun.run();
      // Until the end is known.
      outcome = Outcome.FAILED;
    }

    void end(Throwable failure) {
      if (failure == null) {
        outcome = Outcome.COMMITTED;
      }
    }

    /** A write failed, or was rolled back: a commit that follows has not all of the change. */
    void fail() {
      failed = true;
    }

    Outcome outcome() {
      return failed ? Outcome.FAILED : outcome;
    }
  }

  /** The first interceptor of the cache. */
  private static final class Interceptor extends DDAsyncInterceptor {
    private final OwnThread own;

    Interceptor(OwnThread own) {
      this.own = own;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object visitPrepareCommand(TxInvocationContext context, PrepareCommand command) {
      Sight sight = context.isOriginLocal() && context.hasModifications() ? CURRENT.get() : null;
      if (sight == null) {
        return invokeNext(context, command);
      }
      sight.begin();
      boolean onePhase = command.isOnePhaseCommit();
      return invokeNextAndFinally(
          context,
          command,
          (c, prepared, result, failure) -> {
            if (onePhase) {
              sight.end(failure);
            }
          });
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object visitCommitCommand(TxInvocationContext context, CommitCommand command) {
      Sight sight = context.isOriginLocal() && context.hasModifications() ? CURRENT.get() : null;
      if (sight == null) {
        return invokeNext(context, command);
      }
      return invokeNextAndFinally(
          context, command, (c, committed, result, failure) -> sight.end(failure));
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Object visitRollbackCommand(TxInvocationContext context, RollbackCommand command) {
      Sight sight = context.isOriginLocal() ? CURRENT.get() : null;
      if (sight != null) {
        sight.fail();
      }
      return invokeNext(context, command);
    }

    @Override
    protected Object handleDefault(InvocationContext context, VisitableCommand command) {
      boolean isOwn = context.isInTxScope() && context.isOriginLocal();
      Sight sight = isOwn ? CURRENT.get() : null;
      if (sight == null) {
        Object result = invokeNext(context, command);
        return isOwn ? own.end(result) : result;
      }
      // What hears of exceptions only is not told of one that is thrown in this thread.
      return makeStage(invokeNext(context, command))
          .andExceptionally(
              context,
              command,
              (c, failing, failure) -> {
                sight.fail();
                throw failure;
              });
    }
  }
}

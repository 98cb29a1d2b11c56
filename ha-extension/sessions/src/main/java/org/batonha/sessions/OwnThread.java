package org.batonha.sessions;

import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.infinispan.Cache;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.interceptors.BaseAsyncInterceptor;
import org.infinispan.interceptors.InvocationStage;
import org.infinispan.util.concurrent.BlockingManager;

/**
 * Keeps what follows a command away from the transaction of another request. Who waits for a lock
 * is let go by the thread that gives it free, and that has a transaction of its own, which is about
 * to end: the session manager goes on there to read the attributes, and is told that the
 * transaction has ended; it takes the session for one without attributes, and its state is lost.
 * Elsewhere, as after an answer from another node, there is no transaction. Thread-safe.
 */
final class OwnThread {
  private final TransactionManager transactions;
  private final Executor elsewhere;

  OwnThread(TransactionManager transactions, Executor elsewhere) {
    this.transactions = Objects.requireNonNull(transactions, "transactions");
    this.elsewhere = Objects.requireNonNull(elsewhere, "elsewhere");
  }

  /** Returns what does so for a transactional cache. */
  static OwnThread of(Cache<?, ?> cache) {
    return new OwnThread(
        cache.getAdvancedCache().getTransactionManager(),
        ComponentRegistry.componentOf(cache, BlockingManager.class).asExecutor("baton-sessions"));
  }

  /** Returns the result of a command, or a stage that ends where no transaction is. */
  Object end(Object result) {
    if (!(result instanceof InvocationStage stage) || stage.isDone()) {
      return result;
    }
    CompletableFuture<Object> end = new CompletableFuture<>();
    stage
        .toCompletableFuture()
        .whenComplete(
            (value, failure) -> {
              if (isInTransaction()) {
                elsewhere.execute(() -> complete(end, value, failure));
              } else {
                complete(end, value, failure);
              }
            });
    return BaseAsyncInterceptor.asyncValue(end);
  }

  private boolean isInTransaction() {
    try {
      return transactions.getTransaction() != null;
    } catch (SystemException e) {
      return true; // it cannot be told
    }
  }

  private static void complete(CompletableFuture<Object> end, Object value, Throwable failure) {
    if (failure == null) {
      end.complete(value);
    } else {
      end.completeExceptionally(failure);
    }
  }
}

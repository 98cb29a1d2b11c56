package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.infinispan.interceptors.BaseAsyncInterceptor;
import org.infinispan.interceptors.InvocationStage;
import org.infinispan.transaction.tm.EmbeddedTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits is let go by this thread, and goes on elsewhere if there is a transaction here. */
class OwnThreadTest {
  private final TransactionManager transactions = EmbeddedTransactionManager.getInstance();
  private final Queue<Runnable> elsewhere = new ArrayDeque<>();
  private final OwnThread own = new OwnThread(transactions, elsewhere::add);
  private final CompletableFuture<Object> waiting = new CompletableFuture<>();

  @AfterEach
  void end() throws Exception {
    if (transactions.getTransaction() != null) {
      transactions.rollback();
    }
  }

  private CompletableFuture<Object> waits() {
    Object result = own.end(BaseAsyncInterceptor.asyncValue(waiting));
    return ((InvocationStage) result).toCompletableFuture();
  }

  @Test
  void whatIsLetGoInATransactionGoesOnElsewhere() throws Exception {
    CompletableFuture<Object> follows = waits();
    transactions.begin();
    waiting.complete("value");
    assertThat(follows).isNotDone();

    Transaction other = transactions.suspend();
    elsewhere.remove().run();
    assertThat(follows).isCompletedWithValue("value");
    transactions.resume(other);
  }

  @Test
  void whatFailsInATransactionFailsElsewhere() throws Exception {
    CompletableFuture<Object> follows = waits();
    transactions.begin();
    waiting.completeExceptionally(new IllegalStateException("no lock"));
    assertThat(follows).isNotDone();

    elsewhere.remove().run();
    assertThatThrownBy(follows::join).hasRootCauseMessage("no lock");
  }

  @Test
  void whereThereIsNoTransactionItGoesOnAtOnce() {
    CompletableFuture<Object> follows = waits();
    waiting.complete("value");

    assertThat(follows).isCompletedWithValue("value");
    assertThat(elsewhere).isEmpty();
  }

  @Test
  void whatIsDoneAlreadyIsLeftAlone() {
    assertThat(own.end("value")).isEqualTo("value");
    assertThat(own.end(null)).isNull();
    assertThat(elsewhere).isEmpty();
  }
}

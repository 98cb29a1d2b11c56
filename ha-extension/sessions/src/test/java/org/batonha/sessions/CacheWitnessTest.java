package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import org.infinispan.Cache;
import org.infinispan.commands.tx.PrepareCommand;
import org.infinispan.commands.write.PutKeyValueCommand;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.context.InvocationContext;
import org.infinispan.context.impl.TxInvocationContext;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.interceptors.AsyncInterceptorChain;
import org.infinispan.interceptors.DDAsyncInterceptor;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.transaction.LockingMode;
import org.infinispan.transaction.TransactionMode;
import org.infinispan.transaction.tm.EmbeddedTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a cache as the server configures it for sessions: pessimistic transactions, XA. */
class CacheWitnessTest {
  private DefaultCacheManager manager;
  private Cache<String, String> cache;
  private TransactionManager transactions;
  private CommitWitness witness;

  @BeforeEach
  void start() {
    manager =
        new DefaultCacheManager(new GlobalConfigurationBuilder().nonClusteredDefault().build());
    manager.defineConfiguration(
        "sessions",
        new ConfigurationBuilder()
            .transaction()
            .transactionMode(TransactionMode.TRANSACTIONAL)
            .lockingMode(LockingMode.PESSIMISTIC)
            .useSynchronization(false)
            .transactionManagerLookup(EmbeddedTransactionManager::getInstance)
            .build());
    cache = manager.getCache("sessions");
    transactions = cache.getAdvancedCache().getTransactionManager();
    witness = CacheWitness.of(cache);
  }

  @AfterEach
  void stop() {
    manager.stop();
  }

  private Outcome commit(Runnable change) {
    return witness.of(
        () -> {
          try {
            transactions.begin();
            change.run();
          } catch (Exception e) {
            // As the session manager does: it logs, and closes the batch all the same.
          }
          try {
            if (transactions.getStatus() == Status.STATUS_MARKED_ROLLBACK) {
              transactions.rollback();
            } else {
              transactions.commit();
            }
          } catch (Exception e) {
            // As the session manager does: it logs, and tells nobody.
          }
        });
  }

  @Test
  void seesACommit() {
    assertThat(commit(() -> cache.put("a", "1"))).isEqualTo(Outcome.COMMITTED);
  }

  @Test
  void seesThatNothingWasWritten() {
    cache.put("a", "1");

    assertThat(commit(() -> cache.get("a"))).isEqualTo(Outcome.NOTHING);
    assertThat(witness.of(() -> {})).isEqualTo(Outcome.NOTHING);
  }

  @Test
  void seesACommitThatFails() {
    ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class)
        .addInterceptor(new Failing(), 1);

    assertThat(commit(() -> cache.put("a", "1"))).isEqualTo(Outcome.FAILED);
  }

  @Test
  void seesAPutThatFailsBeforeThereIsAnythingToCommit() {
    ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class)
        .addInterceptor(new FailingPut(), 1);

    assertThat(commit(() -> cache.put("a", "1"))).isEqualTo(Outcome.FAILED);
  }

  @Test
  void seesThatWhatWasPutIsRolledBack() {
    Outcome outcome =
        commit(
            () -> {
              cache.put("a", "1");
              try {
                transactions.setRollbackOnly();
              } catch (SystemException e) {
                throw new IllegalStateException(e);
              }
            });

    assertThat(outcome).isEqualTo(Outcome.FAILED);
  }

  @Test
  void aCommitDoesNotHideAPutThatFailed() {
    ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class)
        .addInterceptor(new FailingPut(), 1);

    Outcome outcome =
        commit(
            () -> {
              cache.remove("b");
              assertThatThrownBy(() -> cache.put("a", "1")).hasMessageContaining("as wanted");
            });

    assertThat(outcome).isEqualTo(Outcome.FAILED);
  }

  @Test
  void standsInTheChainOnce() {
    int size = ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class).size();

    CommitWitness second = CacheWitness.of(cache);

    assertThat(ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class).size())
        .isEqualTo(size);
    assertThat(second.of(() -> {})).isEqualTo(Outcome.NOTHING);
  }

  /** As when another owner does not answer. */
  private static final class Failing extends DDAsyncInterceptor {
    @Override
    @SuppressWarnings("rawtypes")
    public Object visitPrepareCommand(TxInvocationContext context, PrepareCommand command) {
      throw new IllegalStateException("as wanted");
    }
  }

  /** As when a lock is not had in time. */
  private static final class FailingPut extends DDAsyncInterceptor {
    @Override
    public Object visitPutKeyValueCommand(InvocationContext context, PutKeyValueCommand command) {
      throw new IllegalStateException("as wanted");
    }
  }
}

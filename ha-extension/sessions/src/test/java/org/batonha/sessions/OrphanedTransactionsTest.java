package org.batonha.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.transaction.Transaction;
import jakarta.transaction.TransactionManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.distribution.DistributionManager;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.infinispan.transaction.LockingMode;
import org.infinispan.transaction.TransactionMode;
import org.infinispan.transaction.tm.EmbeddedTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two nodes, with a cache as the server configures it for sessions. */
class OrphanedTransactionsTest {
  private static final String NAME = "sessions";
  private static final Duration LOCK_LIMIT = Duration.ofMillis(200);
  private static final Duration SOON = Duration.ofSeconds(20);

  private DefaultCacheManager one;
  private DefaultCacheManager two;
  private Cache<String, String> here;
  private Cache<String, String> there;
  private Transaction open;

  @BeforeEach
  void start() {
    one = node("one");
    two = node("two");
    here = one.getCache(NAME);
    there = two.getCache(NAME);
    await(() -> owners(here) == 2 && owners(there) == 2);
  }

  @AfterEach
  void stop() throws Exception {
    TransactionManager transactions = there.getAdvancedCache().getTransactionManager();
    if (open != null) {
      transactions.resume(open);
      transactions.rollback();
    }
    two.stop();
    one.stop();
  }

  private static DefaultCacheManager node(String name) {
    GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
    global
        .transport()
        .defaultTransport()
        .addProperty(JGroupsTransport.CONFIGURATION_FILE, "loopback.xml")
        .nodeName(name)
        .clusterName("orphans");
    DefaultCacheManager manager = new DefaultCacheManager(global.build());
    manager.defineConfiguration(
        NAME,
        new ConfigurationBuilder()
            .clustering()
            .cacheMode(CacheMode.DIST_SYNC)
            .locking()
            .lockAcquisitionTimeout(LOCK_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
            .transaction()
            .transactionMode(TransactionMode.TRANSACTIONAL)
            .lockingMode(LockingMode.PESSIMISTIC)
            .useSynchronization(false)
            .transactionManagerLookup(EmbeddedTransactionManager::getInstance)
            .build());
    return manager;
  }

  private static DistributionManager distribution(Cache<?, ?> cache) {
    return cache.getAdvancedCache().getDistributionManager();
  }

  private static int owners(Cache<?, ?> cache) {
    return distribution(cache).getCacheTopology().getActualMembers().size();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + SOON.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** A key that this node locks for all. */
  private String key() {
    return IntStream.range(0, 1000)
        .mapToObj(i -> "key" + i)
        .filter(key -> distribution(here).getCacheTopology().getDistribution(key).isPrimary())
        .findFirst()
        .orElseThrow();
  }

  /** The other node has the lock, and is not heard of again. */
  private void lockThere(String key) throws Exception {
    TransactionManager transactions = there.getAdvancedCache().getTransactionManager();
    transactions.begin();
    there.getAdvancedCache().lock(key);
    open = transactions.suspend();
  }

  private void writeHere(String key) throws Exception {
    TransactionManager transactions = here.getAdvancedCache().getTransactionManager();
    transactions.begin();
    try {
      here.put(key, "new");
      transactions.commit();
    } catch (RuntimeException e) {
      transactions.rollback();
      throw e;
    }
  }

  @Test
  void theLocksOfAPartThatWentOnWithoutThisNodeAreGivenFree() throws Exception {
    String key = key();
    lockThere(key);
    assertThatThrownBy(() -> writeHere(key)).hasMessageContaining("Unable to acquire lock");

    SessionCaches caches = new SessionCaches();
    caches.add(here);
    caches.abandon(System.nanoTime());

    writeHere(key);
    assertThat(here.get(key)).isEqualTo("new");
  }

  @Test
  void whatWasBegunLaterGoesOn() throws Exception {
    String key = key();
    long before = System.nanoTime();
    lockThere(key);

    SessionCaches caches = new SessionCaches();
    caches.add(here);
    caches.abandon(before);

    assertThatThrownBy(() -> writeHere(key)).hasMessageContaining("Unable to acquire lock");
  }
}

package org.batonha.sessions;

import java.lang.System.Logger.Level;
import java.util.List;
import org.infinispan.Cache;
import org.infinispan.commands.tx.RollbackCommand;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.remoting.transport.Address;
import org.infinispan.transaction.impl.RemoteTransaction;
import org.infinispan.transaction.impl.TransactionTable;
import org.infinispan.transaction.xa.GlobalTransaction;
import org.infinispan.util.ByteString;

/**
 * Transactions of other servers of which this one knows a part, such as a lock, and of whose end it
 * will never hear. Infinispan ends them when their server leaves the group; but a node that was cut
 * off and keeps its view sees nobody leave: the others ended them without this node.
 */
final class OrphanedTransactions {
  private static final System.Logger LOG = System.getLogger(OrphanedTransactions.class.getName());

  private OrphanedTransactions() {}

  /**
   * Rolls them back here, which gives their locks free. Does not wait.
   *
   * @param begun what was begun later, as this node knows it, goes on; as {@link System#nanoTime()}
   */
  static void end(Cache<?, ?> cache, long begun) {
    TransactionTable table = ComponentRegistry.componentOf(cache, TransactionTable.class);
    if (table == null) {
      return; // no transactions, no locks
    }
    Address self = cache.getAdvancedCache().getRpcManager().getAddress();
    List<GlobalTransaction> orphans =
        table.getRemoteTransactions().stream()
            .filter(transaction -> transaction.getCreationTime() - begun <= 0)
            .map(RemoteTransaction::getGlobalTransaction)
            .filter(transaction -> !self.equals(transaction.getAddress()))
            .toList();
    if (!orphans.isEmpty()) {
      LOG.log(
          Level.INFO,
          "{0}: ends {1} transactions that other nodes have left behind here",
          cache.getName(),
          orphans.size());
    }
    orphans.forEach(orphan -> rollBack(cache, orphan));
  }

  private static void rollBack(Cache<?, ?> cache, GlobalTransaction orphan) {
    RollbackCommand rollback = new RollbackCommand(ByteString.fromString(cache.getName()), orphan);
    rollback.markTransactionAsRemote(false);
    try {
      rollback
          .invokeAsync(ComponentRegistry.of(cache))
          .whenComplete((done, failure) -> ended(cache, orphan, failure));
    } catch (Throwable e) {
      ended(cache, orphan, e);
    }
  }

  private static void ended(Cache<?, ?> cache, GlobalTransaction orphan, Throwable failure) {
    if (failure == null) {
      LOG.log(Level.DEBUG, "{0}: ended {1} of a part without this node", cache.getName(), orphan);
    } else {
      LOG.log(
          Level.WARNING,
          "A transaction of a part without this node could not be ended, so a session of "
              + cache.getName()
              + " may stay locked: restart this server if it does",
          failure);
    }
  }
}

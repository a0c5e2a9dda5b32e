package dev.glovebox.account;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** For caches: before the commit somebody else's request would bring back the old row. */
final class AfterCommit {

  private AfterCommit() {}

  /** Does it when the transaction that is open has been committed; at once where none is. */
  static void run(Runnable task) {
    if (!TransactionSynchronizationManager.isSynchronizationActive()) {
      task.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            task.run();
          }
        });
  }
}

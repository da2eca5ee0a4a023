package io.github.memcachedspring.cache;

import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/**
 * When a write reaches memcached. Within a transaction it waits for the commit: an evict
 * that comes before it lets a reader load the old row once more and store it for good.
 */
enum WriteTiming {

	/** At once. */
	IMMEDIATE {

		@Override
		boolean isLoadPrivate() {
			return false;
		}

		@Override
		void perform(Runnable write, Runnable ifUnknown) {
			write.run();
		}

	},

	/** After the commit of the current transaction; at once if there is none. */
	AFTER_COMMIT {

		@Override
		boolean isLoadPrivate() {
			return TransactionSynchronizationManager.isActualTransactionActive()
					&& !TransactionSynchronizationManager.isCurrentTransactionReadOnly();
		}

		@Override
		void perform(Runnable write, Runnable ifUnknown) {
			if (TransactionSynchronizationManager.isSynchronizationActive()) {
				DeferredWrite.register(write, ifUnknown);
			}
			else {
				write.run();
			}
		}

	};

	private static final boolean TRANSACTIONS_PRESENT = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronizationManager",
			WriteTiming.class.getClassLoader());

	static WriteTiming of(boolean transactionAware) {
		return (transactionAware && TRANSACTIONS_PRESENT) ? AFTER_COMMIT : IMMEDIATE;
	}

	/**
	 * Returns whether what is loaded now may hold what others must not see yet, so that
	 * it is neither shared nor stored before the commit.
	 */
	abstract boolean isLoadPrivate();

	/**
	 * Performs a write when it is time.
	 * @param write the write; dropped if the transaction is rolled back
	 * @param ifUnknown what is done instead if nobody knows whether the transaction was
	 * committed, because the connection broke for example; nothing may stay that is stale
	 * if it was
	 */
	abstract void perform(Runnable write, Runnable ifUnknown);

}

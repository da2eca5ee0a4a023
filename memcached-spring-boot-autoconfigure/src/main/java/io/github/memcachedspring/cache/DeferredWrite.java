package io.github.memcachedspring.cache;

import io.github.memcachedspring.client.MemcachedException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A write that waits for the commit of a transaction. Only used with spring-tx present.
 */
final class DeferredWrite implements TransactionSynchronization {

	private static final Log logger = LogFactory.getLog(DeferredWrite.class);

	private final Runnable write;

	private boolean performed;

	private DeferredWrite(Runnable write) {
		this.write = write;
	}

	/**
	 * Defers a write. The conversion to Spring's type has to be here: in a class that is
	 * always loaded, verifying it would take spring-tx.
	 */
	static void register(Runnable write) {
		TransactionSynchronizationManager.registerSynchronization(new DeferredWrite(write));
	}

	@Override
	public void afterCommit() {
		this.performed = true;
		try {
			this.write.run();
		}
		catch (MemcachedException ex) {
			// Counted and logged. Thrown, it would keep the transaction's other writes
			// from being carried out, and nobody could undo anything.
			logger.debug("A write after a commit failed", ex);
		}
	}

	/** What is registered by another callback of the commit gets only this one. */
	@Override
	public void afterCompletion(int status) {
		if (status == STATUS_COMMITTED && !this.performed) {
			afterCommit();
		}
	}

}

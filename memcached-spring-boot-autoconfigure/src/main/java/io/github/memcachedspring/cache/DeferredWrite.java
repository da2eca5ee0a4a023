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

	private final Runnable ifUnknown;

	private boolean performed;

	private DeferredWrite(Runnable write, Runnable ifUnknown) {
		this.write = write;
		this.ifUnknown = ifUnknown;
	}

	/**
	 * Defers a write. The conversion to Spring's type has to be here: in a class that is
	 * always loaded, verifying it would take spring-tx.
	 */
	static void register(Runnable write, Runnable ifUnknown) {
		TransactionSynchronizationManager.registerSynchronization(new DeferredWrite(write, ifUnknown));
	}

	@Override
	public void afterCommit() {
		perform(this.write);
	}

	private void perform(Runnable action) {
		this.performed = true;
		try {
			action.run();
		}
		catch (MemcachedException ex) {
			// Counted and logged. Thrown, it would keep the transaction's other writes
			// from being carried out, and nobody could undo anything.
			logger.debug("A write after a transaction failed", ex);
		}
	}

	/** What is registered by another callback of the commit gets only this one. */
	@Override
	public void afterCompletion(int status) {
		if (this.performed) {
			return;
		}
		if (status == STATUS_COMMITTED) {
			perform(this.write);
		}
		else if (status == STATUS_UNKNOWN) {
			perform(this.ifUnknown);
		}
	}

}

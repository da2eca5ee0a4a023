package io.github.memcachedspring.cache;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Transactions without a database.
 */
final class TestTransactions extends AbstractPlatformTransactionManager {

	static TransactionTemplate writing() {
		return new TransactionTemplate(new TestTransactions());
	}

	/** Returns transactions of which nobody knows whether they were committed. */
	static TransactionTemplate unknown() {
		TestTransactions transactions = new TestTransactions();
		transactions.breaks = true;
		return new TransactionTemplate(transactions);
	}

	static TransactionTemplate readOnly() {
		TransactionTemplate template = writing();
		template.setReadOnly(true);
		return template;
	}

	private boolean breaks;

	@Override
	protected Object doGetTransaction() {
		return this;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
		if (this.breaks) {
			throw new TransactionSystemException("The connection broke before the acknowledgement");
		}
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
	}

}

package io.github.memcachedspring.cache;

import org.springframework.transaction.TransactionDefinition;
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

	static TransactionTemplate readOnly() {
		TransactionTemplate template = writing();
		template.setReadOnly(true);
		return template;
	}

	@Override
	protected Object doGetTransaction() {
		return this;
	}

	@Override
	protected void doBegin(Object transaction, TransactionDefinition definition) {
	}

	@Override
	protected void doCommit(DefaultTransactionStatus status) {
	}

	@Override
	protected void doRollback(DefaultTransactionStatus status) {
	}

}

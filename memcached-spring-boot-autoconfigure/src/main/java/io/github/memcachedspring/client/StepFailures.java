package io.github.memcachedspring.client;

import java.util.concurrent.CompletionException;

/**
 * Makes what a step of a reply throws fit for its consumer, which waits for an outcome
 * whatever that is: an error that only ended the executor's thread would leave it waiting
 * for ever.
 */
final class StepFailures {

	private StepFailures() {
	}

	static RuntimeException of(Throwable thrown) {
		return (thrown instanceof RuntimeException failure) ? failure : new CompletionException(thrown);
	}

}

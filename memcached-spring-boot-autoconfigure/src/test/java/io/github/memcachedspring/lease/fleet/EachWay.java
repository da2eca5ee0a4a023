package io.github.memcachedspring.lease.fleet;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.test.Undisturbed;

/**
 * Does the same in several ways at the same time. What leases and refreshes do depends on
 * seconds, so it is done again if the machine was held up.
 */
final class EachWay {

	private static final AtomicInteger ATTEMPTS = new AtomicInteger();

	private EachWay() {
	}

	/**
	 * Checks what has to hold for each way.
	 * @param ways the ways
	 * @param prefix what the keys begin with; each attempt has keys of its own
	 * @param check what has to hold
	 */
	static void check(List<Way> ways, String prefix, Check check) {
		try {
			Undisturbed.run(() -> {
				String attempt = prefix + ATTEMPTS.incrementAndGet();
				Threads
					.awaitAll(ways.stream().map((way) -> Threads.start(() -> check.run(way, attempt + way))).toList());
			});
		}
		catch (RuntimeException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What has to hold for a way. */
	interface Check {

		void run(Way way, String key) throws Exception;

	}

}

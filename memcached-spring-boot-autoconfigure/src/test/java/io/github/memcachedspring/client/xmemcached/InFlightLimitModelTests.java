package io.github.memcachedspring.client.xmemcached;

import io.github.memcachedspring.test.ModelChecking;
import org.jetbrains.lincheck.datastructures.Operation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that the limit for commands in flight holds, and that nothing is lost of it.
 */
@Tag(ModelChecking.TAG)
class InFlightLimitModelTests {

	private static final int LIMIT = 2;

	@Test
	void countsAsIfOneThreadCalledAfterTheOther() {
		ModelChecking.check(Model.class, Sequential.class);
	}

	public static class Model {

		private final InFlightLimit limit = new InFlightLimit(LIMIT);

		@Operation
		public boolean tryEnter() {
			return this.limit.tryEnter();
		}

		@Operation
		public void leave() {
			this.limit.leave();
		}

		@Operation
		public int inFlight() {
			return this.limit.inFlight();
		}

	}

	/** The rules, written down once more. */
	public static class Sequential {

		private int inFlight;

		public boolean tryEnter() {
			if (this.inFlight >= LIMIT) {
				return false;
			}
			this.inFlight++;
			return true;
		}

		public void leave() {
			this.inFlight--;
		}

		public int inFlight() {
			return this.inFlight;
		}

	}

}

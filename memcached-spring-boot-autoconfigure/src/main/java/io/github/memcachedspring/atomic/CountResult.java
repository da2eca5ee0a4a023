package io.github.memcachedspring.atomic;

import java.math.BigInteger;
import java.time.Duration;

import io.github.memcachedspring.client.MemcachedException;

import org.springframework.util.Assert;

/**
 * What became of a count. A count that certainly failed has no result but throws.
 *
 * @since 0.1.0
 */
public sealed interface CountResult {

	/**
	 * Returns the value for callers that have no other use for a count without one.
	 * @return the counter's value, unsigned
	 * @throws AtomicUpdateException if the counter is absent, was not deleted because
	 * others kept counting, or if it is not known whether the count was carried out
	 */
	default long orThrow() {
		if (this instanceof Counted counted) {
			return counted.value();
		}
		if (this instanceof Unknown unknown) {
			throw new AtomicUpdateException(
					"It is not known whether it was counted, for the answer never came; read the counter", this,
					unknown.cause());
		}
		if (this instanceof Conflict conflict) {
			throw new AtomicUpdateException(
					"The counter kept changing and was not deleted: %d attempts in %d ms; 'withRetry(..)' allows more"
						.formatted(conflict.attempts(), conflict.elapsed().toMillis()),
					this, null);
		}
		throw new AtomicUpdateException("There is no such counter, nothing was counted", this, null);
	}

	/**
	 * The count was carried out, once.
	 *
	 * @param value the counter's value: after the count, as it was read, or before it was
	 * deleted. It is unsigned: from 2<sup>63</sup> on the number is negative as a
	 * {@code long}
	 * @since 0.1.0
	 */
	record Counted(long value) implements CountResult {

		/**
		 * Compares the unsigned value, for limits.
		 * @param limit the limit, unsigned
		 * @return whether the value is not above the limit
		 */
		public boolean isAtMost(long limit) {
			return Long.compareUnsigned(this.value, limit) <= 0;
		}

		/**
		 * Returns the value as a number that is never negative.
		 * @return 0 to 2<sup>64</sup> - 1
		 */
		public BigInteger toBigInteger() {
			return new BigInteger(Long.toUnsignedString(this.value));
		}

		@Override
		public String toString() {
			return "Counted[value=" + Long.toUnsignedString(this.value) + "]";
		}

	}

	/**
	 * There is no such counter, and none was created.
	 *
	 * @since 0.1.0
	 */
	record Absent() implements CountResult {

	}

	/**
	 * Only of {@linkplain MemcachedCounters#delete deletes}: others counted in between
	 * each time, and the counter is still there.
	 *
	 * @param attempts how often it was tried
	 * @param elapsed time spent
	 * @since 0.1.0
	 */
	record Conflict(int attempts, Duration elapsed) implements CountResult {

	}

	/**
	 * The command was sent but its answer never came: the server may have carried it out,
	 * or may do so some time later. Whoever counts again may count twice.
	 *
	 * @param cause why there is no answer
	 * @since 0.1.0
	 */
	record Unknown(MemcachedException cause) implements CountResult {

		public Unknown {
			Assert.notNull(cause, "'cause' must not be null");
		}

	}

}

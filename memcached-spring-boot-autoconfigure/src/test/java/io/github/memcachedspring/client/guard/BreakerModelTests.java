package io.github.memcachedspring.client.guard;

import java.time.Duration;

import io.github.memcachedspring.test.ModelChecking;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that a breaker which many threads use opens and closes as it would for one.
 */
@Tag(ModelChecking.TAG)
class BreakerModelTests {

	/** Opens after two failures in a row, or when half of at least three failed. */
	private static final GuardSettings SETTINGS = new GuardSettings(2, 0.5, 3, Duration.ofMillis(1),
			Duration.ofMillis(1), 1);

	@Test
	void countsAsIfOneThreadCalledAfterTheOther() {
		ModelChecking.check(Model.class, Sequential.class);
	}

	/** Times in thirds of the window. */
	@Param(name = "time", gen = IntGen.class, conf = "0:6")
	public static class Model {

		private static final long THIRD = 400_000;

		private final Breaker breaker = new Breaker(SETTINGS);

		@Operation
		public boolean failed(@Param(name = "time") int time) {
			return this.breaker.failed(time * THIRD);
		}

		@Operation
		public boolean lost(@Param(name = "time") int time) {
			return this.breaker.lost(time * THIRD);
		}

		@Operation
		public void succeeded(@Param(name = "time") int time) {
			this.breaker.succeeded(time * THIRD);
		}

		@Operation
		public boolean showedLife(@Param(name = "time") int time) {
			return this.breaker.showedLife(time * THIRD);
		}

		@Operation
		public void showedNone() {
			this.breaker.showedNone();
		}

		@Operation
		public boolean connected(@Param(name = "time") int time) {
			return this.breaker.connected(time * THIRD);
		}

		@Operation
		public boolean isOpen() {
			return this.breaker.isOpen();
		}

	}

	/** The rules, written down once more. */
	public static class Sequential {

		private static final long RELAPSE = 25;

		private boolean open;

		private boolean troubled;

		private int inRow;

		private int windowStart;

		private int calls;

		private int failures;

		private int closedAt = Integer.MIN_VALUE;

		private int signs;

		private int signsNeeded;

		private boolean disconnected;

		/** All times are within the first moment. */
		public boolean lost(int time) {
			boolean first = !this.open && !this.disconnected;
			this.disconnected = true;
			return first && failed(time);
		}

		public boolean failed(int time) {
			if (this.open) {
				return false;
			}
			if (!this.troubled || isOver(time)) {
				this.windowStart = time;
				this.calls = 0;
				this.failures = 0;
			}
			this.troubled = true;
			this.inRow++;
			this.calls++;
			this.failures++;
			this.open = this.inRow >= 2 || (this.calls >= 3 && this.failures * 2 >= this.calls);
			if (this.open) {
				this.signsNeeded = (this.closedAt != Integer.MIN_VALUE && time - this.closedAt < RELAPSE)
						? Breaker.SIGNS_AFTER_RELAPSE : 1;
				this.signs = this.signsNeeded;
			}
			return this.open;
		}

		public void succeeded(int time) {
			if (this.troubled) {
				this.inRow = 0;
				this.disconnected = false;
				this.calls++;
				this.troubled = !isOver(time);
			}
		}

		/** Three thirds are more than a window of 1 ms: 1.2 ms. */
		private boolean isOver(int time) {
			return time - this.windowStart > 2;
		}

		public boolean showedLife(int time) {
			return this.open && --this.signs <= 0 && close(time);
		}

		public void showedNone() {
			this.signs = this.signsNeeded;
		}

		public boolean connected(int time) {
			this.disconnected = false;
			return this.open && close(time);
		}

		private boolean close(int time) {
			this.open = false;
			this.troubled = false;
			this.disconnected = false;
			this.inRow = 0;
			this.closedAt = time;
			return true;
		}

		public boolean isOpen() {
			return this.open;
		}

	}

}

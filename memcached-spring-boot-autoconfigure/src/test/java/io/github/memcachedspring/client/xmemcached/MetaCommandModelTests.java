package io.github.memcachedspring.client.xmemcached;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.client.MemcachedConnectionException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ModelChecking;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Checks that a command ends once, and leaves its place in flight once, when answer,
 * timeout and loss of the connection come together; and that its listener is told once.
 */
@Tag(ModelChecking.TAG)
class MetaCommandModelTests {

	@Test
	void endsAsIfOneThreadCalledAfterTheOther() {
		ModelChecking.check(Model.class, Sequential.class);
	}

	public static class Model {

		private static final MemcachedNode NODE = new MemcachedNode("test", 1);

		private final InFlightLimit limit = new InFlightLimit(1);

		private final AtomicInteger told = new AtomicInteger();

		private final AtomicInteger taken = new AtomicInteger();

		private volatile boolean listening;

		private final MetaCommand command;

		public Model() {
			this.limit.tryEnter();
			this.command = new MetaCommand(NODE, new byte[1], 1, 1, this.limit);
		}

		@Operation
		public void answered() {
			byte[] line = "HD O1".getBytes(StandardCharsets.US_ASCII);
			this.command.complete(new Outcome(new MetaReply(line, line.length, null), null));
		}

		@Operation
		public void timedOut() {
			this.command.abandon(Duration.ofMillis(1));
		}

		@Operation
		public void lost() {
			this.command.fail("was lost", null);
		}

		@Operation
		public void takeRequest() {
			if (this.command.takeRequest() != null) {
				this.taken.incrementAndGet();
			}
		}

		@Operation(runOnce = true)
		public void listen() {
			this.listening = true;
			this.command.listen(this.told::incrementAndGet);
		}

		@Operation
		public String outcome() {
			Outcome outcome;
			try {
				outcome = this.command.outcome();
			}
			catch (IllegalStateException ex) {
				return "none";
			}
			return (outcome.reply() != null) ? "answered" : describe(Objects.requireNonNull(outcome.failure()));
		}

		private static String describe(RuntimeException failure) {
			return (failure instanceof MemcachedConnectionException) ? "lost" : "timed out";
		}

		/** At the end, for the outcome is there a moment before all else has happened. */
		@Validate
		public void validate() {
			boolean ended = !outcome().equals("none");
			boolean valid = this.limit.inFlight() == (ended ? 0 : 1) && this.taken.get() <= 1
					&& this.told.get() == ((ended && this.listening) ? 1 : 0);
			if (!valid) {
				throw new IllegalStateException("%d in flight, %d taken, %d told".formatted(this.limit.inFlight(),
						this.taken.get(), this.told.get()));
			}
		}

	}

	/** The first one counts. */
	public static class Sequential {

		private String outcome = "none";

		public void answered() {
			end("answered");
		}

		public void timedOut() {
			end("timed out");
		}

		public void lost() {
			end("lost");
		}

		private void end(String outcome) {
			this.outcome = this.outcome.equals("none") ? outcome : this.outcome;
		}

		public void takeRequest() {
		}

		public void listen() {
		}

		public String outcome() {
			return this.outcome;
		}

	}

}

package io.github.memcachedspring.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.NodeOperations;
import io.github.memcachedspring.client.Reply;
import io.github.memcachedspring.client.RoutedNode;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@ExtendWith(MemcachedServerExtension.class)
@Tag("fault")
@Tag("fleet")
class MissedRemovalsTests {

	private static final Expiration HOUR = Expiration.after(Duration.ofHours(1));

	private final MemcachedKey key = KeySpace.of("", "c", "missed").key("s=key");

	/** Whether neither cluster takes notice of removals. */
	private final AtomicBoolean away = new AtomicBoolean();

	/** Runs when the new cluster is told to remove something. */
	private volatile Runnable meanwhile = () -> {
	};

	/** It comes after the removal from the old cluster that is just being made up for. */
	@Test
	void whatIsMissedWhileItIsMadeUpForIsMadeUpForOnceMore(MemcachedServer old) {
		try (MemcachedServer fresh = MemcachedServer.start();
				App before = App.in(MigrationPhase.NONE, old.node(), fresh.node()).start();
				App app = App.in(MigrationPhase.READ_THROUGH, old.node(), fresh.node())
					.decorateOld(AwayForRemovals::new)
					.decorateNew(AwayForBars::new)
					.start()) {
			this.away.set(true);
			evictInVain(app);
			AtomicBoolean missedAgain = new AtomicBoolean();
			this.meanwhile = () -> {
				if (missedAgain.compareAndSet(false, true)) {
					// On connections of its own, so that it may be waited for here.
					before.operations.put(this.key, "value".getBytes(), HOUR).await();
					this.away.set(true);
					app.operations.evict(this.key).subscribe(Runnable::run, (evicted, failure) -> this.away.set(false));
				}
			};
			this.away.set(false);
			Awaitility.await().atMost(Duration.ofSeconds(20)).untilTrue(missedAgain);
			Awaitility.await()
				.atMost(Duration.ofSeconds(20))
				.until(() -> before.operations.get(this.key).await() == null);
			assertThat(this.away).isFalse();
		}
	}

	private void evictInVain(App app) {
		assertThatExceptionOfType(MemcachedException.class).isThrownBy(() -> app.operations.evict(this.key).await());
	}

	private static <T> Reply<T> failed(MemcachedNode node) {
		return Reply.failed(new MemcachedException("away", node));
	}

	/** The old cluster. */
	private final class AwayForRemovals extends Decorated {

		AwayForRemovals(MemcachedOperations cluster) {
			super(cluster);
		}

		@Override
		public Reply<Boolean> evict(MemcachedKey key) {
			return MissedRemovalsTests.this.away.get() ? failed(nodeOf(key)) : super.evict(key);
		}

	}

	/** The new cluster. */
	private final class AwayForBars extends Decorated {

		AwayForBars(MemcachedOperations cluster) {
			super(cluster);
		}

		@Override
		public Reply<Boolean> evict(MemcachedKey key) {
			if (!MissedRemovalsTests.this.away.get()) {
				MissedRemovalsTests.this.meanwhile.run();
			}
			return super.evict(key);
		}

		@Override
		public NodeOperations on(MemcachedNode node) {
			NodeOperations present = super.on(node);
			return new RoutedNode(present, (key) -> {
				if (MissedRemovalsTests.this.away.get() && key.getSpace().getKind().startsWith("m")) {
					throw new MemcachedException("away", node);
				}
				return present;
			});
		}

	}

}

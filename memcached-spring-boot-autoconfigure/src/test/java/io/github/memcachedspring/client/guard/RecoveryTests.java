package io.github.memcachedspring.client.guard;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.test.FailingTimer;
import io.github.memcachedspring.test.ManualTimer;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a node that was left alone is found to be back, by a clock that is put forward. The
 * guard is not told about connections here, so that only what it asks for counts.
 */
@Tag("fault")
class RecoveryTests {

	private static final Duration INTERVAL = GuardSettings.DEFAULTS.probeInterval();

	private static final MemcachedKey KEY = KeySpace.of("", "c", "recovery").key("k");

	private final MemcachedServer server = MemcachedServer.start();

	private final XMemcachedOperations engine = XMemcachedOperations
		.connect(XMemcachedSettings.of(List.of(this.server.node())).timeout(Duration.ofSeconds(10)));

	private final ManualTimer timer = new ManualTimer();

	private final GuardedOperations operations = new GuardedOperations(this.engine, this.engine::close,
			GuardSettings.DEFAULTS, Duration.ZERO, this.timer);

	@AfterEach
	void close() {
		this.operations.close();
		this.server.close();
	}

	@Test
	void fault04ANodeThatWasAwayForTenMinutesIsUsedAtTheFirstAnswer() {
		waitUntil(() -> this.engine.isConnected(this.server.node()));
		leaveAlone();
		Duration start = this.timer.elapsed();
		int asked = 0;
		while (this.timer.elapsed().minus(start).compareTo(Duration.ofMinutes(10)) < 0) {
			askNext();
			asked++;
		}
		assertThat(status().leftAlone()).isTrue();
		Duration back = comeBack();
		askNext();
		waitUntil(() -> !status().leftAlone());
		Duration taken = this.timer.elapsed().minus(back);
		System.out.printf("fault 4: left alone for %d s, asked %d times, used %d ms after%n",
				back.minus(start).toSeconds(), asked, taken.toMillis());
		assertThat(taken).isLessThanOrEqualTo(INTERVAL);
		assertThat(asked).isEqualTo(600);
		assertThat(this.operations.get(KEY).await()).isNull();
	}

	@Test
	void aNodeThatFailedAgainSoonIsUsedAfterSeveralAnswersWithinTwoIntervals() {
		waitUntil(() -> this.engine.isConnected(this.server.node()));
		leaveAlone();
		comeBack();
		askNext();
		waitUntil(() -> !status().leftAlone());
		leaveAlone();
		Duration back = comeBack();
		for (int i = 0; i < Breaker.SIGNS_AFTER_RELAPSE; i++) {
			assertThat(status().leftAlone()).isTrue();
			askNext();
		}
		waitUntil(() -> !status().leftAlone());
		assertThat(this.timer.elapsed().minus(back)).isLessThan(INTERVAL.multipliedBy(2));
	}

	@Test
	void aNodeThatIsLeftAloneAgainAndAgainIsAskedNoMoreOftenForThat() {
		waitUntil(() -> this.engine.isConnected(this.server.node()));
		leaveAlone();
		for (int i = 0; i < 5; i++) {
			this.operations.connected(this.server.node());
			waitUntil(() -> !status().leftAlone());
			waitUntil(this::isLeftAloneAfterACall);
		}
		// Those of before come to their end.
		for (int i = 0; i < 6; i++) {
			askNext();
		}
		Duration start = this.timer.elapsed();
		for (int i = 0; i < 10; i++) {
			askNext();
		}
		assertThat(this.timer.elapsed().minus(start)).isEqualTo(INTERVAL.multipliedBy(10));
	}

	@Test
	void aNodeIsAskedAgainAfterTheNextQuestionWasLostForWantOfMemory() {
		FailingTimer failing = new FailingTimer();
		GuardSettings settings = new GuardSettings(5, 0.5, 20, Duration.ofSeconds(1), Duration.ofMillis(20), 10);
		GuardedOperations guarded = new GuardedOperations(this.engine, () -> {
		}, settings, Duration.ZERO, failing);
		try {
			waitUntil(() -> this.engine.isConnected(this.server.node()));
			this.server.kill();
			waitUntil(() -> fails(guarded) && guarded.status().get(0).leftAlone());
			failing.setFailing(true);
			waitUntil(() -> failing.failures() > 0 && failing.getQueue().isEmpty() && failing.getActiveCount() == 0);
			failing.setFailing(false);
			comeBack();
			waitUntil(() -> !fails(guarded));
		}
		finally {
			guarded.close();
		}
	}

	private void leaveAlone() {
		this.server.kill();
		waitUntil(this::isLeftAloneAfterACall);
	}

	private boolean isLeftAloneAfterACall() {
		fails(this.operations);
		return status().leftAlone();
	}

	private static boolean fails(GuardedOperations operations) {
		try {
			operations.get(KEY).await();
			return false;
		}
		catch (MemcachedException ex) {
			return true;
		}
	}

	private Duration comeBack() {
		this.server.restart();
		waitUntil(() -> this.engine.isConnected(this.server.node()));
		return this.timer.elapsed();
	}

	/** The next question is there once the last one is answered. */
	private void askNext() {
		waitUntil(() -> this.timer.runNext(INTERVAL));
	}

	private NodeStatus status() {
		return this.operations.status().get(0);
	}

	private static void waitUntil(Callable<Boolean> condition) {
		Awaitility.await()
			.dontCatchUncaughtExceptions()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofSeconds(30))
			.until(condition);
	}

}

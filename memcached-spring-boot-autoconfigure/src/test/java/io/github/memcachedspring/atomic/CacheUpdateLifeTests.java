package io.github.memcachedspring.atomic;

import java.time.Duration;

import io.github.memcachedspring.atomic.AtomicResult.Absent;
import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long entries of caches live that were updated.
 */
class CacheUpdateLifeTests extends CacheUpdatesContract {

	private static final Duration WINDOW = Duration.ofSeconds(60);

	private static Duration seconds(long seconds) {
		return Duration.ofSeconds(seconds);
	}

	private void assertThatItLives(long seconds) {
		assertThat(remainingSeconds()).isBetween(seconds - 10, seconds);
	}

	private void age(long secondsLeft) {
		assertThat(this.server.command("mg %s T%d".formatted(wireKey(), secondsLeft))).startsWith("HD");
	}

	@Test
	void keepsWhatRemainsAndGivesWhatItCreatesTheTimeOfTheCache() {
		increment();
		assertThatItLives(500);
		age(100);
		increment();
		assertThatItLives(100);
		this.cache.evict(KEY);
		increment();
		assertThatItLives(500);
	}

	@Test
	void givesATimeToLiveOfTheCallersOwn() {
		AtomicUpdates<Object> other = this.updates.withTimeToLive(seconds(200));
		other.update(KEY, Long.class, plusOne());
		assertThatItLives(200);
		increment();
		assertThatItLives(200);
		this.updates.withTimeToLive(seconds(300)).update(KEY, Long.class, plusOne());
		assertThatItLives(300);
	}

	@Test
	void givesWhatItCreatesTheTimeOfTheAnnotation() {
		MemcachedCache annotated = this.cache.forInvocation(seconds(100));
		this.template.on(annotated).update(KEY, Long.class, plusOne());
		assertThatItLives(100);
		this.template.on(annotated).withTimeToLive(seconds(200)).update(KEY, Long.class, plusOne());
		assertThatItLives(200);
		this.template.on(annotated).update(KEY, Long.class, plusOne());
		assertThatItLives(200);
	}

	@Test
	void asksTheFunctionForWhatItCreates() {
		configure((configuration) -> configuration
			.ttlFunction((name, key, value) -> Long.valueOf(1).equals(value) ? seconds(100) : null));
		increment();
		assertThatItLives(100);
		increment();
		assertThatItLives(100);
		this.cache.evict(KEY);
		this.updates.update(KEY, Long.class, (before) -> 7L);
		assertThatItLives(500);
	}

	@Test
	void doesNotTakeOverTheTimeOfANull() {
		configure((configuration) -> configuration.nullTimeToLive(seconds(50)));
		this.cache.put(KEY, null);
		assertThatItLives(50);
		increment();
		assertThatItLives(500);
	}

	@Test
	void spreadsTheLivesOfWhatItCreates() {
		configure((configuration) -> configuration.jitter(0.5));
		boolean shortened = false;
		for (int i = 0; i < 50; i++) {
			increment();
			assertThat(remainingSeconds()).isBetween(240L, 500L);
			shortened |= remainingSeconds() < 450;
			this.cache.evict(KEY);
		}
		assertThat(shortened).isTrue();
	}

	@Test
	void doesNotShortenWhatItChanges() {
		configure((configuration) -> configuration.jitter(0.5));
		increment();
		long before = remainingSeconds();
		for (int i = 0; i < 20; i++) {
			increment();
		}
		assertThat(remainingSeconds()).isBetween(before - 10, before);
	}

	@Test
	void startsTheIdleTimeAnewWithinTheTimeToLive() {
		configure((configuration) -> configuration.timeToIdle(seconds(50)));
		increment();
		assertThatItLives(50);
		age(20);
		increment();
		assertThatItLives(50);
		this.updates.withTimeToLive(seconds(30)).update(KEY, Long.class, plusOne());
		assertThatItLives(30);
		increment();
		assertThatItLives(30);
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(4);
	}

	@Test
	void expiresAlsoIfItIsIdleAndChangedAllTheTime() throws InterruptedException {
		configure((configuration) -> configuration.timeToIdle(seconds(2)).timeToLive(seconds(2)));
		increment();
		long end = System.nanoTime() + seconds(30).toNanos();
		while (this.updates.updateIfPresent(KEY, Long.class, (before) -> before + 1).isApplied()) {
			assertThat(System.nanoTime()).isLessThan(end);
			Thread.sleep(20);
		}
		assertThat(this.cache.get(KEY)).isNull();
	}

	@Test
	void keepsAnEntryThatNeverExpires() {
		increment();
		this.operations.touch(wireKey(), Expiration.NEVER).await();
		increment();
		assertThat(remainingSeconds()).isEqualTo(Item.NO_EXPIRATION);
	}

	@Test
	void keepsTheWindowInWhichItIsServedStale() {
		configure((configuration) -> configuration.serveStale(WINDOW));
		increment();
		assertThatItLives(560);
		increment();
		assertThatItLives(560);
		this.updates.withTimeToLive(seconds(100)).update(KEY, Long.class, plusOne());
		assertThatItLives(160);
	}

	@Test
	void givesAnEntryTheWindowThatThisInstanceHas() {
		configure((configuration) -> configuration.serveStale(WINDOW));
		increment();
		MemcachedCache other = cache(this.cache.getName(), (configuration) -> configuration);
		this.template.on(other).withTimeToLive(seconds(30)).update(KEY, Long.class, plusOne());
		assertThatItLives(30);
		assertThat(other.get(KEY, Long.class)).isEqualTo(2);
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(2);
	}

	@Test
	void removesAsAnEvictDoes() {
		configure((configuration) -> configuration.serveStale(WINDOW));
		this.cache.put(KEY, 5L);
		assertThat(this.updates.deleteIf(KEY, Long.class, (before) -> true).isApplied()).isTrue();
		assertThat(item().stale()).isTrue();
		assertThatItLives(60);
		assertThat(this.updates.get(KEY, Long.class)).isNull();
	}

	@Test
	void takesWhatIsServedAfterAnEvictForAbsent() {
		configure((configuration) -> configuration.serveStale(WINDOW));
		this.cache.put(KEY, 5L);
		this.cache.evict(KEY);
		assertThat(item().stale()).isTrue();
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
		assertThatItLives(560);
	}

	@Test
	void takesWhatIsKeptInReserveForAbsent() {
		configure((configuration) -> configuration.serveStale(WINDOW));
		this.cache.put(KEY, 5L);
		age(30);
		assertThat(this.updates.get(KEY, Long.class)).isNull();
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThatItLives(560);
	}

	@Test
	void leavesNobodyWaitingForALoadThatItWonAndDoesNotMake() {
		configure((configuration) -> configuration.serveStale(WINDOW));
		this.cache.put(KEY, 5L);
		this.cache.evict(KEY);
		assertThat(this.updates.updateIfPresent(KEY, Long.class, (before) -> 0L)).isEqualTo(new Absent<>());
		assertThat(this.cache.get(KEY, () -> 7L)).isEqualTo(7);
	}

}

package io.github.memcachedspring.cache;

import java.time.Duration;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.transcoder.EntryHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When a value expires that is put back.
 */
class EntryTests {

	private static final Duration TIME_TO_LIVE = Duration.ofMinutes(1);

	/**
	 * Returns an entry that was read some time ago.
	 * @param remainingSeconds what the server said then
	 * @param ownMillis how long it has left by its own account
	 */
	private static Entry entry(long remainingSeconds, boolean stale, Duration readAgo, long ownMillis) {
		Item item = new Item(new byte[1], 0, new CasToken(1, "connection"), remainingSeconds, true, false, stale);
		long storedAt = System.currentTimeMillis() + ownMillis - TIME_TO_LIVE.toMillis();
		return new Entry(item, EntryHeader.of(1, storedAt, TIME_TO_LIVE.toMillis()),
				System.nanoTime() - readAgo.toNanos());
	}

	private static Expiration seconds(long seconds) {
		return Expiration.after(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@CsvSource({ "7950, 8", "6950, 7" })
	void itsOwnAccountTellsWhetherTheServersSecondHasEnded(long ownMillis, long expected) {
		assertThat(entry(10, false, Duration.ofMillis(2050), ownMillis).expiration()).isEqualTo(seconds(expected));
	}

	@ParameterizedTest
	@CsvSource({ "60000, 8", "-60000, 7" })
	void clocksThatDifferShiftItByASecondAtMost(long ownMillis, long expected) {
		assertThat(entry(10, false, Duration.ofMillis(2050), ownMillis).expiration()).isEqualTo(seconds(expected));
	}

	@Test
	void whatIsAboutToExpireIsNotPutBack() {
		assertThat(entry(2, false, Duration.ofMillis(2500), 0).expiration()).isNull();
		assertThat(entry(4, true, Duration.ofMillis(3500), 0).expiration()).isNull();
		assertThat(entry(4, false, Duration.ofMillis(1500), 0).delayUntilPutBack(Refreshes.REST)).isNull();
	}

	@Test
	void isPutBackWhenAWholeSecondHasPassed() {
		Entry entry = entry(30, true, Duration.ofMillis(2500), 0);
		Duration delay = entry.delayUntilPutBack(Refreshes.REST);
		// 2.5 s and the rest of a second at least: 4 s after the read.
		assertThat(delay).isBetween(Duration.ofMillis(1000), Duration.ofMillis(1505));
	}

}

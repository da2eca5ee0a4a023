package io.github.memcachedspring.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring's contract says of writes.
 */
@ParameterizedClass
@MethodSource("io.github.memcachedspring.cache.CacheVariant#all")
class CacheWriteContractTests extends CacheContract {

	CacheWriteContractTests(CacheVariant variant) {
		super(variant);
	}

	@Test
	void replacesTheFormerValue() {
		cache().put("k", Book.DUNE);
		cache().put("k", Book.EMMA);
		assertThat(value("k")).isEqualTo(Book.EMMA);
		cache().put("k", null);
		assertThat(value("k")).isNull();
	}

	@Test
	void putsOverAStub() {
		leaveStub("k");
		cache().put("k", Book.DUNE);
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void putsIfAbsentAndReturnsNull() {
		assertThat(cache().putIfAbsent("k", Book.DUNE)).isNull();
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void returnsWhatIsThereInsteadOfPutting() {
		cache().put("k", Book.DUNE);
		ValueWrapper existing = cache().putIfAbsent("k", Book.EMMA);
		assertThat(existing).isNotNull();
		assertThat(existing.get()).isEqualTo(Book.DUNE);
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void countsACachedNullAsThere() {
		assertThat(cache().putIfAbsent("k", null)).isNull();
		ValueWrapper existing = cache().putIfAbsent("k", Book.EMMA);
		assertThat(existing).isNotNull();
		assertThat(existing.get()).isNull();
		assertThat(value("k")).isNull();
	}

	@Test
	void putsIfAbsentOverAStub() {
		leaveStub("k");
		assertThat(cache().putIfAbsent("k", Book.DUNE)).isNull();
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void putsIfAbsentOverAClearedEntry() {
		cache().put("k", Book.DUNE);
		cache().clear();
		assertThat(cache().putIfAbsent("k", Book.EMMA)).isNull();
		assertThat(value("k")).isEqualTo(Book.EMMA);
	}

	@Test
	void putsIfAbsentOverWhatIsNoEntry() {
		server.command("ms %s 7 T0\r\nforeign".formatted(TestCaches.wireKey(this.shared, "k")));
		assertThat(cache().putIfAbsent("k", Book.DUNE)).isNull();
		assertThat(value("k")).isEqualTo(Book.DUNE);
	}

	@Test
	void letsExactlyOneOfTwoPutsIfAbsentWin() {
		for (int round = 0; round < 200; round++) {
			String key = "k" + round;
			AtomicInteger number = new AtomicInteger();
			List<String> losers = Callers.together(2, () -> {
				String mine = "caller " + number.incrementAndGet();
				ValueWrapper existing = cache().putIfAbsent(key, mine);
				return (existing != null) ? mine + " lost to " + existing.get() : "";
			});
			Object winner = value(key);
			String loser = winner.equals("caller 1") ? "caller 2" : "caller 1";
			assertThat(losers).containsExactlyInAnyOrder("", loser + " lost to " + winner);
		}
	}

	@Test
	void evicts() {
		cache().put("k", Book.DUNE);
		cache().put("other", Book.EMMA);
		cache().evict("k");
		cache().evict("absent");
		assertThat(get("k")).isNull();
		assertThat(value("other")).isEqualTo(Book.EMMA);
	}

	@Test
	void tellsWhetherItEvictedSomething() {
		assertThat(cache().evictIfPresent("k")).isFalse();
		cache().put("k", Book.DUNE);
		assertThat(cache().evictIfPresent("k")).isTrue();
		assertThat(get("k")).isNull();
		assertThat(cache().evictIfPresent("k")).isFalse();
	}

	@Test
	void tellsThatItEvictedACachedNull() {
		cache().put("k", null);
		assertThat(cache().evictIfPresent("k")).isTrue();
		assertThat(get("k")).isNull();
	}

	@Test
	void takesNeitherAStubNorAClearedEntryForPresent() {
		leaveStub("stub");
		cache().put("cleared", Book.DUNE);
		cache().clear();
		assertThat(cache().evictIfPresent("stub")).isFalse();
		assertThat(cache().evictIfPresent("cleared")).isFalse();
	}

	@Test
	void letsExactlyOneOfManyEvict() {
		cache().put("k", Book.DUNE);
		assertThat(Callers.together(32, () -> cache().evictIfPresent("k"))).containsOnlyOnce(true);
	}

	@Test
	void clears() {
		cache().put("a", Book.DUNE);
		cache().put("b", null);
		cache().clear();
		assertThat(get("a")).isNull();
		assertThat(get("b")).isNull();
		cache().put("a", Book.EMMA);
		assertThat(value("a")).isEqualTo(Book.EMMA);
	}

	@Test
	void invalidatesAndDoesNotKnowWhatWasThere() {
		cache().put("a", Book.DUNE);
		assertThat(cache().invalidate()).isFalse();
		assertThat(get("a")).isNull();
	}

	@Test
	void clearsNoOtherCache() {
		MemcachedCache other = caches.cache();
		other.put("k", Book.DUNE);
		cache().clear();
		assertThat(other.get("k", Book.class)).isEqualTo(Book.DUNE);
	}

}

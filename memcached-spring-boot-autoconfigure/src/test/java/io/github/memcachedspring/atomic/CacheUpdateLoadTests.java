package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.atomic.AtomicResult.Applied;
import io.github.memcachedspring.cache.CacheableInvocation;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.RefreshAhead;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Updates of entries of caches that are loaded at the same time.
 */
class CacheUpdateLoadTests extends CacheUpdatesContract {

	@Test
	void doesNotHaveALoadStoredThatBeganBefore() {
		Load load = new Load(this.cache, 100);
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(load.end()).isEqualTo(100);
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void doesNotHaveALoadOfAnotherInstanceStoredEither() {
		MemcachedCache other = cache(this.cache.getName(), (configuration) -> configuration);
		Load load = new Load(other, 100);
		assertThat(increment()).isEqualTo(new Applied<>(null, 1L, 1));
		assertThat(load.end()).isEqualTo(100);
		assertThat(other.get(KEY, Long.class)).isEqualTo(1);
		assertThat(other.getStatistics().loads().refusedReplaced()).isOne();
	}

	@Test
	void letsNobodyJoinALoadThatBeganBefore() {
		Load load = new Load(this.cache, 100);
		increment();
		assertThat(this.cache.get(KEY, () -> 7L)).as("does not wait").isEqualTo(1);
		assertThat(this.updates.deleteIf(KEY, Long.class, (before) -> true).isApplied()).isTrue();
		assertThat(this.cache.get(KEY, () -> 7L)).as("does not wait").isEqualTo(7);
		load.end();
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(7);
	}

	@Test
	void doesNotHaveStoredWhatAnInvocationReadBefore() {
		MemcachedCache invocation = this.cache.forInvocation(null, new CacheableInvocation());
		assertThat(invocation.get(KEY)).isNull();
		increment();
		invocation.put(KEY, 100L);
		assertThat(this.cache.get(KEY, Long.class)).isEqualTo(1);
	}

	@Test
	void doesNotHaveARefreshStoredThatBeganBefore() throws Exception {
		configure((configuration) -> configuration.refreshAhead(RefreshAhead.at(Duration.ofSeconds(200))));
		this.cache.put(KEY, 5L);
		assertThat(this.server.command("mg %s T100".formatted(wireKey()))).startsWith("HD");
		CountDownLatch refreshing = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		assertThat(this.cache.get(KEY, () -> {
			refreshing.countDown();
			assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
			return 100L;
		})).isEqualTo(5);
		assertThat(refreshing.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(increment()).isEqualTo(new Applied<>(5L, 6L, 1));
		end.countDown();
		Awaitility.await()
			.until(() -> this.cache.getStatistics().loads().refusedReplaced()
					+ this.cache.getStatistics().loads().refusedEvicted() > 0);
		ValueWrapper wrapper = this.cache.get(KEY);
		assertThat(wrapper).isNotNull();
		assertThat(wrapper.get()).isEqualTo(6L);
		assertThat(remainingSeconds()).as("kept").isBetween(90L, 100L);
	}

}

package io.github.memcachedspring.annotation;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;

import static org.assertj.core.api.Assertions.assertThat;

class TransactionAwareInvocationViewTests {

	private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

	private final InvocationView view = new TransactionAwareInvocationView(RecordingCache.VIEW);

	@Test
	void opensAViewInsideTheDecorator() {
		RecordingCache cache = new RecordingCache("books");
		Cache opened = this.view.open(new TransactionAwareCacheDecorator(cache), TEN_MINUTES, null);
		opened.put("a", "book");
		assertThat(opened).isInstanceOf(TransactionAwareCacheDecorator.class);
		assertThat(cache.timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void opensAViewWithoutDecorator() {
		RecordingCache cache = new RecordingCache("books");
		this.view.open(cache, TEN_MINUTES, null).put("a", "book");
		assertThat(cache.timesToLive()).containsExactly(TEN_MINUTES);
	}

	@Test
	void leavesADecoratorAroundAnotherCacheAlone() {
		Cache decorator = new TransactionAwareCacheDecorator(new ConcurrentMapCache("books"));
		assertThat(this.view.open(decorator, TEN_MINUTES, null)).isSameAs(decorator);
	}

}

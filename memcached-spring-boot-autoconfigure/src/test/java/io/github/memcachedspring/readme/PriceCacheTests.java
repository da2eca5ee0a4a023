package io.github.memcachedspring.readme;

import java.time.Duration;
import java.util.List;

import io.github.memcachedspring.autoconfigure.embedded.EmbeddedMemcachedExtension;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's test without Spring.
 */
@ExtendWith(EmbeddedMemcachedExtension.class)
class PriceCacheTests {

	@Test
	void forgetsPricesAfterAMinute(EmbeddedMemcached memcached) {
		MemcachedNode node = MemcachedNode.parse(memcached.address());
		try (XMemcachedOperations operations = XMemcachedOperations.connect(XMemcachedSettings.of(List.of(node)))) {
			Cache prices = cacheManager(operations).getCache("prices");
			prices.put("emma", 8.90);
			assertThat(prices.get("emma", Double.class)).isEqualTo(8.90);
			memcached.clock().advance(Duration.ofMinutes(1));
			assertThat(prices.get("emma")).isNull();
		}
	}

	private static MemcachedCacheManager cacheManager(XMemcachedOperations operations) {
		// A busy machine may need longer than the start waits for.
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.until(() -> operations.nodes().stream().allMatch(operations::isConnected));
		Transcoder transcoder = Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly(), null), Compression.defaults());
		return MemcachedCacheManager
			.builder(operations, MemcachedCacheConfiguration.of(transcoder).timeToLive(Duration.ofMinutes(1)))
			.build();
	}

}

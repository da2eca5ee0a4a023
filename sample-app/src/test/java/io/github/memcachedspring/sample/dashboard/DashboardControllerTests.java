package io.github.memcachedspring.sample.dashboard;

import io.github.memcachedspring.sample.traffic.Traffic;
import org.junit.jupiter.api.Test;

import org.springframework.cache.concurrent.ConcurrentMapCacheManager;

import static org.assertj.core.api.Assertions.assertThat;

class DashboardControllerTests {

	private final ConcurrentMapCacheManager caches = new ConcurrentMapCacheManager("books", "bargains");

	private final SqlCounter sql = new SqlCounter(new Traffic());

	private final DashboardController controller = new DashboardController(this.caches, this.sql);

	@Test
	void namesTheCacheManagerWhenItsCachesAreNotInMemcached() {
		this.sql.increment();
		Statistics statistics = this.controller.statistics();
		assertThat(statistics.caches()).isEmpty();
		assertThat(statistics.cacheManager()).isEqualTo("ConcurrentMapCacheManager");
		assertThat(statistics.sqlStatements()).isOne();
	}

	@Test
	void clearsAllCaches() {
		this.caches.getCache("books").put(1, "Emma");
		this.caches.getCache("bargains").put(1, "Emma");
		this.controller.clearCaches();
		assertThat(this.caches.getCache("books").get(1)).isNull();
		assertThat(this.caches.getCache("bargains").get(1)).isNull();
	}

}

package io.github.memcachedspring.sample.dashboard;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.sample.dashboard.Statistics.OfCache;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * What the page needs beside the books.
 */
@RestController
@RequestMapping("/api")
class DashboardController {

	private final CacheManager caches;

	private final SqlCounter sql;

	DashboardController(CacheManager caches, SqlCounter sql) {
		this.caches = caches;
		this.sql = sql;
	}

	@GetMapping("/stats")
	Statistics statistics() {
		List<OfCache> ofCaches = caches().flatMap(DashboardController::statistics).toList();
		return new Statistics(this.sql.total(), this.caches.getClass().getSimpleName(), ofCaches);
	}

	@DeleteMapping("/caches")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void clearCaches() {
		caches().forEach(Cache::clear);
	}

	private Stream<Cache> caches() {
		return this.caches.getCacheNames().stream().sorted().map(this.caches::getCache).filter(Objects::nonNull);
	}

	private static Stream<OfCache> statistics(Cache cache) {
		return (cache instanceof MemcachedCache memcached)
				? Stream.of(new OfCache(cache.getName(), memcached.getStatistics())) : Stream.empty();
	}

}

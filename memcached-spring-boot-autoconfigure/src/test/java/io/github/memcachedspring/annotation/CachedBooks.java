package io.github.memcachedspring.annotation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A method for every way in which Spring runs a cache operation.
 */
class CachedBooks {

	@Cacheable("books")
	@CacheTtl("10m")
	public String plain(String isbn) {
		return "book " + isbn;
	}

	@Cacheable("books")
	public String unannotated(String isbn) {
		return "book " + isbn;
	}

	@Cacheable(cacheNames = "books", sync = true)
	@CacheTtl("10m")
	public String sync(String isbn) {
		return "book " + isbn;
	}

	@CachePut("books")
	@CacheTtl("10m")
	public String put(String isbn) {
		return "book " + isbn;
	}

	@Caching(cacheable = @Cacheable("books"), put = @CachePut("shelves"), evict = @CacheEvict("old"))
	@CacheTtl("10m")
	public String caching(String isbn) {
		return "book " + isbn;
	}

	@Cacheable({ "books", "shelves" })
	@CacheTtl("10m")
	public String severalCaches(String isbn) {
		return "book " + isbn;
	}

	@Cacheable(cacheNames = "books", key = "'future'")
	@CacheTtl("10m")
	public CompletableFuture<String> future(CompletableFuture<String> pending) {
		return pending;
	}

	@Cacheable(cacheNames = "books", sync = true)
	@CacheTtl("10m")
	public CompletableFuture<String> syncFuture(String isbn) {
		return CompletableFuture.supplyAsync(() -> "book " + isbn);
	}

	@Cacheable("books")
	@CacheTtl("10m")
	public Mono<String> mono(String isbn) {
		return Mono.fromSupplier(() -> "book " + isbn);
	}

	@Cacheable(cacheNames = "books", sync = true)
	@CacheTtl("10m")
	public Mono<String> syncMono(String isbn) {
		return Mono.fromSupplier(() -> "book " + isbn);
	}

	@Cacheable("books")
	@CacheTtl("10m")
	public Flux<String> flux(String isbn) {
		return Flux.just("book " + isbn, "2nd");
	}

	@CacheEvict("books")
	public void evict(String isbn) {
	}

	@CacheEvict(cacheNames = "books", allEntries = true)
	public void clear() {
	}

	@Cacheable(cacheNames = "books", key = "#isbn")
	@CacheTtl("10m")
	public String waiting(String isbn, CountDownLatch bothInside) {
		bothInside.countDown();
		try {
			assertThat(bothInside.await(30, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return "book " + isbn;
	}

}

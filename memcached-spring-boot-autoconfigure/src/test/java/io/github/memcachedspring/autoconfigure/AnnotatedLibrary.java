package io.github.memcachedspring.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.memcachedspring.annotation.CacheTtl;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * A method for each way to cache, each with a cache and a time to live of its own.
 */
@CacheTtl("50s")
class AnnotatedLibrary implements CachedLibrary {

	private final List<String> loads = new CopyOnWriteArrayList<>();

	@Override
	@Cacheable("plain")
	@CacheTtl("100s")
	public String plain(String isbn) {
		return load(isbn);
	}

	@Override
	@Cacheable(cacheNames = "sync", sync = true)
	@CacheTtl("200s")
	public String sync(String isbn) {
		return load(isbn);
	}

	@Override
	@Cacheable("future")
	@CacheTtl("300s")
	public CompletableFuture<String> future(String isbn) {
		return CompletableFuture.supplyAsync(() -> load(isbn));
	}

	@Override
	@Cacheable(cacheNames = "syncFuture", sync = true)
	@CacheTtl("400s")
	public CompletableFuture<String> syncFuture(String isbn) {
		return CompletableFuture.supplyAsync(() -> load(isbn));
	}

	@Override
	@Cacheable("mono")
	@CacheTtl("500s")
	public Mono<String> mono(String isbn) {
		return Mono.fromSupplier(() -> load(isbn));
	}

	@Override
	@Cacheable(cacheNames = "syncMono", sync = true)
	@CacheTtl("600s")
	public Mono<String> syncMono(String isbn) {
		return Mono.fromSupplier(() -> load(isbn));
	}

	@Override
	@Cacheable("flux")
	@CacheTtl("700s")
	public Flux<String> flux(String isbn) {
		return Flux.defer(() -> Flux.just(load(isbn), "second"));
	}

	@Override
	@Cacheable(cacheNames = "named", cacheManager = "cacheManager")
	@CacheTtl("800s")
	public String named(String isbn) {
		return load(isbn);
	}

	@Override
	@CachePut("put")
	@CacheTtl("900s")
	public String put(String isbn) {
		return load(isbn);
	}

	@Override
	@CachePut("putFuture")
	@CacheTtl("1000s")
	public CompletableFuture<String> putFuture(String isbn) {
		return CompletableFuture.supplyAsync(() -> load(isbn));
	}

	@Override
	@CachePut("putMono")
	@CacheTtl("1100s")
	public Mono<String> putMono(String isbn) {
		return Mono.fromSupplier(() -> load(isbn));
	}

	@Override
	@Cacheable("ofClass")
	public String ofClass(String isbn) {
		return load(isbn);
	}

	@Override
	@Cacheable("ofProperty")
	@CacheTtl("${books.time-to-live}")
	public String ofProperty(String isbn) {
		return load(isbn);
	}

	@Override
	@CachePut(cacheNames = "plain", key = "#isbn")
	@CacheTtl("20m")
	public String replace(String isbn, String title) {
		return title;
	}

	@Override
	@CacheEvict("plain")
	public void remove(String isbn) {
	}

	@Override
	@CacheEvict(cacheNames = "plain", allEntries = true)
	public void removeAll() {
	}

	@Override
	@CacheEvict(cacheNames = "plain", beforeInvocation = true)
	public void removeFirst(String isbn) {
		throw new IllegalStateException("after the evict");
	}

	@Override
	@CacheEvict(cacheNames = "plain", allEntries = true, beforeInvocation = true)
	public void removeAllFirst() {
		throw new IllegalStateException("after the evict");
	}

	private String load(String isbn) {
		this.loads.add(isbn);
		return "title of " + isbn;
	}

	@Override
	public List<String> loads() {
		return List.copyOf(this.loads);
	}

}

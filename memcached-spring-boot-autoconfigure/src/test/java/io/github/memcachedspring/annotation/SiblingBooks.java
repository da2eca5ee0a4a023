package io.github.memcachedspring.annotation;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;

/**
 * Methods with more than one {@code @Cacheable} operation.
 */
class SiblingBooks {

	private Supplier<String> call = () -> "book";

	public void onCall(Supplier<String> call) {
		this.call = call;
	}

	@Caching(cacheable = { @Cacheable("books"), @Cacheable("shelves") })
	public String plain(String isbn) {
		return "book " + isbn;
	}

	@Caching(cacheable = { @Cacheable("books"), @Cacheable("shelves") })
	public String withoutArguments() {
		return this.call.get();
	}

	@Caching(cacheable = { @Cacheable("books"), @Cacheable("shelves") })
	public String variable(String... isbns) {
		return "books " + Arrays.toString(isbns);
	}

	@Caching(cacheable = { @Cacheable("books"), @Cacheable("shelves") })
	public String variableNumbers(String prefix, long... numbers) {
		return prefix + Arrays.toString(numbers);
	}

	@Caching(cacheable = { @Cacheable(cacheNames = "books", key = "#isbn"),
			@Cacheable(cacheNames = "shelves", key = "#isbn") })
	public String calling(String isbn, Supplier<String> other) {
		return other.get();
	}

	@Cacheable("books")
	@Caching(cacheable = { @Cacheable("shelves"), @Cacheable("books") }, put = @CachePut("new"),
			evict = @CacheEvict(cacheNames = "old", beforeInvocation = true))
	public String threeAmongOthers(String isbn) {
		return "book " + isbn;
	}

	@Caching(cacheable = { @Cacheable("books"), @Cacheable("books") })
	public String sameTwice(String isbn) {
		return "book " + isbn;
	}

	@Caching(cacheable = { @Cacheable(cacheNames = "books", key = "#isbn"),
			@Cacheable(cacheNames = "byTitle", key = "#title"), @Cacheable(cacheNames = "shelves", key = "#isbn"),
			@Cacheable(cacheNames = "titles", key = "#title") })
	public String twoKeys(String isbn, String title) {
		return isbn + title;
	}

	@Caching(cacheable = { @Cacheable("books"),
			@Cacheable(cacheNames = "shelves", cacheResolver = InvocationCacheResolver.BEAN_NAME) })
	public String namesTheResolver(String isbn) {
		return "book " + isbn;
	}

	@Caching(cacheable = { @Cacheable("books"), @Cacheable(cacheNames = "shelves", cacheResolver = "calling") })
	public String throughResolver(String isbn) {
		return "book " + isbn;
	}

	@Caching(cacheable = { @Cacheable(cacheNames = { "books", "shelves" }, key = "#isbn"),
			@Cacheable(cacheNames = "new", key = "#isbn") })
	public CompletableFuture<String> future(String isbn, CompletableFuture<String> pending) {
		return pending;
	}

	@Cacheable({ "books", "shelves" })
	public Mono<String> mono(String isbn) {
		return Mono.fromSupplier(() -> "book " + isbn);
	}

	@Cacheable({ "books", "shelves" })
	public Flux<String> flux(String isbn) {
		return Flux.just("book " + isbn, "2nd");
	}

	@Cacheable(cacheNames = "books", sync = true)
	public String sync(String isbn) {
		return "book " + isbn;
	}

}

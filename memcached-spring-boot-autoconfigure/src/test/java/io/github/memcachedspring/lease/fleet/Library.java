package io.github.memcachedspring.lease.fleet;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;

/**
 * A method for each way to cache, each with a cache of the method's name. Asynchronous
 * ones end on threads of their own.
 */
class Library {

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(null, task, "library", 256 * 1024);
		thread.setDaemon(true);
		return thread;
	});

	private final Scheduler scheduler = Schedulers.fromExecutor(this.threads);

	private final Database database;

	Library(Database database) {
		this.database = database;
	}

	public Database database() {
		return this.database;
	}

	@Cacheable("plain")
	public long plain(String key) {
		return this.database.load(key);
	}

	@Cacheable(cacheNames = "sync", sync = true)
	public long sync(String key) {
		return this.database.load(key);
	}

	@Cacheable("future")
	public CompletableFuture<Long> future(String key) {
		return loadLater(key);
	}

	@Cacheable(cacheNames = "syncFuture", sync = true)
	public CompletableFuture<Long> syncFuture(String key) {
		return loadLater(key);
	}

	@Cacheable("mono")
	public Mono<Long> mono(String key) {
		return Mono.fromCallable(() -> this.database.load(key)).subscribeOn(this.scheduler);
	}

	@Cacheable(cacheNames = "syncMono", sync = true)
	public Mono<Long> syncMono(String key) {
		return Mono.fromCallable(() -> this.database.load(key)).subscribeOn(this.scheduler);
	}

	@Cacheable({ "first", "second" })
	public long both(String key) {
		return this.database.load(key);
	}

	@Cacheable({ "firstFuture", "secondFuture" })
	public CompletableFuture<Long> bothFuture(String key) {
		return loadLater(key);
	}

	@Cacheable(cacheNames = "unless", unless = "#result == null")
	public @Nullable Long absent(String key) {
		this.database.load(key);
		return null;
	}

	@CachePut(cacheNames = "plain")
	public long replace(String key) {
		return this.database.write(key);
	}

	@CacheEvict(cacheNames = { "plain", "sync", "first", "second" })
	public long change(String key) {
		return this.database.write(key);
	}

	@CacheEvict(cacheNames = { "plain", "sync" }, allEntries = true)
	public void removeAll() {
	}

	public CompletableFuture<Long> loadLater(String key) {
		return CompletableFuture.supplyAsync(() -> this.database.load(key), this.threads);
	}

}

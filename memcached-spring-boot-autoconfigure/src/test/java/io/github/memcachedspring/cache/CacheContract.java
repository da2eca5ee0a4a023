package io.github.memcachedspring.cache;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.test.MemcachedServer;

import org.springframework.cache.Cache.ValueWrapper;

/**
 * A new cache for each test of Spring's contract.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(TestCachesExtension.class)
abstract class CacheContract {

	static MemcachedServer server;

	static TestCaches caches;

	final CacheVariant variant;

	final MemcachedCache shared;

	CacheContract(CacheVariant variant) {
		this.variant = variant;
		// The shortest lease, for whoever meets a stub that nobody renews waits for it.
		this.shared = caches.cache((configuration) -> variant.access()
			.configure(configuration.transcoder(variant.encoding().transcoder).lease(Duration.ofSeconds(2))));
	}

	@BeforeAll
	static void share(MemcachedServer sharedServer, TestCaches sharedCaches) {
		server = sharedServer;
		caches = sharedCaches;
	}

	/** Returns the cache as an invocation has it; each call is another invocation. */
	MemcachedCache cache() {
		return this.variant.access().open(this.shared);
	}

	@Nullable ValueWrapper get(Object key) {
		return this.variant.access().read(() -> cache().get(key));
	}

	@Nullable Object value(Object key) {
		ValueWrapper wrapper = get(key);
		return (wrapper != null) ? wrapper.get() : "a miss";
	}

	<T> T load(Object key, Callable<T> loader) {
		return this.variant.access().load(() -> cache().get(key, loader));
	}

	CompletableFuture<?> retrieve(Object key) {
		return this.variant.access().read(() -> cache().retrieve(key));
	}

	<T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
		return this.variant.access().load(() -> cache().retrieve(key, loader));
	}

	/** Leaves what another caller's load leaves while it runs. */
	void leaveStub(Object key) {
		String answer = server.command("mg %s v N30".formatted(TestCaches.wireKey(this.shared, key)));
		if (!answer.contains("W")) {
			throw new AssertionError(answer);
		}
	}

}

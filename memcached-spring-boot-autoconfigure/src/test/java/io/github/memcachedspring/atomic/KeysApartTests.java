package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;

import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keys on the server, of which caches, templates and counters may have none in
 * common, however they and their keys are called.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith(MemcachedServerExtension.class)
class KeysApartTests {

	private static final List<String> PIECES = List.of("", "a", "c", "g", "n", ":", "::", ":a:", ":c:", ":n:", "%",
			"%3A", "%3Aa%3A", "#", "s=", "s=a", "a:", " ", "\r\n", "\u00fc", "x".repeat(120), "x".repeat(240));

	private final XMemcachedOperations operations;

	/** Who sent which key. */
	private final Map<String, String> holders = new HashMap<>();

	private String holder = "";

	private final MemcachedOperations recording;

	KeysApartTests(MemcachedServer server) {
		this.operations = AtomicUpdatesContract.connect(AtomicUpdatesContract.TIMEOUT, server.node());
		this.recording = Intercepted.before(this.operations, (verb, arguments) -> record(arguments));
	}

	@AfterEach
	void close() {
		this.operations.close();
	}

	private void record(List<?> arguments) {
		if (!arguments.isEmpty() && arguments.get(0) instanceof MemcachedKey key) {
			String other = this.holders.putIfAbsent(key.toString(), this.holder);
			assertThat(other == null || other.equals(this.holder)).as("'%s' of %s and of %s", key, this.holder, other)
				.isTrue();
		}
	}

	@Test
	void doNotMeetWhateverTheNames() {
		long seed = System.nanoTime();
		Random random = new Random(seed);
		for (int i = 0; i < 300; i++) {
			String prefix = text(random);
			String name = text(random);
			List<String> keys = List.of(text(random), text(random), "s=" + text(random));
			this.holder = "caches, seed %d".formatted(seed);
			useCache(prefix, name, keys);
			this.holder = "templates, seed %d".formatted(seed);
			useTemplate(prefix, name, keys);
			this.holder = "counters, seed %d".formatted(seed);
			useCounters(prefix, name, keys);
		}
		assertThat(new TreeSet<>(this.holders.values())).hasSize(3);
		assertThat(this.holders).hasSizeGreaterThan(1_000);
	}

	@Test
	void areThoseOfOneNamespaceEach() {
		for (String prefix : List.of("", "a", "a:n")) {
			for (String name : List.of("", "a", ":", "a:", "n", "%3A", "x".repeat(240), "x".repeat(241))) {
				this.holder = "template '%s' in '%s'".formatted(name, prefix);
				useTemplate(prefix, name, PIECES);
				this.holder = "counters '%s' in '%s'".formatted(name, prefix);
				useCounters(prefix, name, PIECES);
			}
		}
		assertThat(this.holders).hasSize(3 * 8 * 2 * PIECES.size());
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(4); i > 0; i--) {
			text.append(PIECES.get(random.nextInt(PIECES.size())));
		}
		return text.toString();
	}

	private void useCache(String prefix, String name, List<String> keys) {
		MemcachedCacheManager manager = MemcachedCacheManager
			.builder(this.recording,
					MemcachedCacheConfiguration.of(AtomicUpdatesContract.JSON).lease(Duration.ofSeconds(2)))
			.keyPrefix(prefix)
			.build();
		Cache cache = manager.getCache(name);
		assertThat(cache).isNotNull();
		keys.forEach((key) -> {
			cache.put(key, 1L);
			cache.get(key, () -> 2L);
		});
		cache.clear();
		manager.destroy();
	}

	private void useTemplate(String prefix, String name, List<String> keys) {
		AtomicUpdateTemplate template = AtomicUpdateTemplate.builder(this.recording, AtomicUpdatesContract.JSON)
			.executor(Runnable::run)
			.keyPrefix(prefix)
			.build()
			.namespace(name);
		keys.forEach((key) -> template.updateAndGet(key, Long.class, (before) -> 1L));
	}

	private void useCounters(String prefix, String name, List<String> keys) {
		MemcachedCounters counters = MemcachedCounters.builder(this.recording)
			.executor(Runnable::run)
			.keyPrefix(prefix)
			.build()
			.namespace(name);
		keys.forEach((key) -> {
			counters.increment(key);
			counters.delete(key);
		});
	}

}

package io.github.memcachedspring.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.core.task.VirtualThreadTaskExecutor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that virtual threads let go of their carriers while they wait for memcached. Only
 * where {@code synchronized} lets go, too.
 */
@ExtendWith(MemcachedServerExtension.class)
@EnabledForJreRange(minVersion = 24)
class PinnedThreadTests {

	private static final String PINNED = "jdk.VirtualThreadPinned";

	private static final int THREADS = 1000;

	private static final int LOADED_KEYS = 50;

	private final MemcachedServer server;

	PinnedThreadTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void areNotPinnedByHitsMissesAndLoads(@TempDir Path directory) {
		TestContexts.withTrust(this.server.node())
			.withUserConfiguration(Books.class)
			.withPropertyValues("spring.threads.virtual.enabled=true", "memcached.timeout=10s")
			.run((context) -> {
				Cache cache = context.getBean(CacheManager.class).getCache("virtual");
				Books books = context.getBean(Books.class);
				cache.put("hit", "value");
				// Classes that are loaded meanwhile pin, whoever they are of.
				callAll(cache, books, "before");
				List<RecordedEvent> events = record(directory.resolve("threads.jfr"), () -> {
					callAll(cache, books, "then");
					CompletableFuture.runAsync(Pin::new, new VirtualThreadTaskExecutor()).join();
				});
				List<RecordedEvent> ours = events.stream().filter((event) -> isIn(event, "io.github.")).toList();
				assertThat(ours).isNotEmpty().allMatch((event) -> isIn(event, Pin.class.getName()));
				assertThat(books.loads()).isEqualTo(2 * LOADED_KEYS);
			});
	}

	private static void callAll(Cache cache, Books books, String round) {
		VirtualThreadTaskExecutor threads = new VirtualThreadTaskExecutor("caller-");
		CompletableFuture
			.allOf(IntStream.range(0, THREADS)
				.mapToObj((i) -> CompletableFuture.runAsync(() -> call(cache, books, round, i), threads))
				.toArray(CompletableFuture<?>[]::new))
			.orTimeout(60, TimeUnit.SECONDS)
			.join();
	}

	private static void call(Cache cache, Books books, String round, int i) {
		String key = round + i;
		assertThat(cache.get("hit", String.class)).isEqualTo("value");
		assertThat(cache.get(key)).isNull();
		cache.put(key, key);
		assertThat(cache.get(key, String.class)).isEqualTo(key);
		String shared = round + "-shared-" + i % LOADED_KEYS;
		assertThat(books.find(shared)).isEqualTo("loaded " + shared);
		assertThat(cache.retrieve(key)).isNotNull().succeedsWithin(Duration.ofSeconds(30));
	}

	private static List<RecordedEvent> record(Path file, Runnable work) throws IOException {
		try (Recording recording = new Recording()) {
			recording.enable(PINNED).withThreshold(Duration.ZERO).withStackTrace();
			recording.start();
			work.run();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file);
	}

	/** What the recording itself does to a thread is in none of our classes. */
	private static boolean isIn(RecordedEvent event, String namePrefix) {
		return event.getStackTrace() != null && event.getStackTrace()
			.getFrames()
			.stream()
			.anyMatch((frame) -> frame.getMethod().getType().getName().startsWith(namePrefix));
	}

	/** Waits where a virtual thread cannot let go, to show that it would be seen. */
	static class Pin {

		static {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
		}

	}

	static class Books {

		private final AtomicInteger loads = new AtomicInteger();

		@Cacheable(cacheNames = "virtual-loads", sync = true)
		String find(String isbn) {
			this.loads.incrementAndGet();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			return "loaded " + isbn;
		}

		int loads() {
			return this.loads.get();
		}

	}

}

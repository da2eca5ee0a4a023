package io.github.memcachedspring.migration;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.generation.Generations;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.EntryHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An old cluster that another library wrote, which knows nothing of generations.
 */
@ExtendWith(MemcachedServerExtension.class)
class OtherFormatTests {

	private static final KeySpace THEIRS = KeySpace.of("other", "x", "y");

	private final MemcachedServer fresh = MemcachedServer.start();

	private final App app;

	private final MemcachedCacheManager manager;

	private final MemcachedCache cache;

	OtherFormatTests(MemcachedServer old) {
		this.app = App.in(MigrationPhase.READ_THROUGH, old.node(), this.fresh.node()).start();
		this.manager = MemcachedCacheManager
			.builder(
					new MigratingOperations(this.app.newCluster, this.app.oldCluster, new Texts(), this.app.controller),
					App.configuration())
			.build();
		this.cache = (MemcachedCache) this.manager.getCache("texts");
	}

	@AfterEach
	void close() {
		this.manager.destroy();
		this.app.close();
		this.fresh.close();
	}

	private static MemcachedKey theirs(String key) {
		return THEIRS.key("s=" + key);
	}

	private void storeTheirs(String key) {
		this.app.oldCluster
			.put(theirs(key), "text".getBytes(StandardCharsets.UTF_8), Expiration.after(Duration.ofMinutes(1)))
			.await();
	}

	@Test
	void m18CopiesWhatAnotherLibraryWroteInTheFormatOfThisOne() {
		storeTheirs("k");
		assertThat(this.cache.get("k", String.class)).isEqualTo("text");
		this.app.oldCluster.evict(theirs("k")).await();
		assertThat(this.cache.get("k", String.class)).as("the copy").isEqualTo("text");
	}

	@Test
	void m18CountsWhatCannotBeUnderstoodAsAbsent() {
		storeTheirs("unreadable");
		assertThat(this.cache.get("unreadable")).isNull();
	}

	@Test
	void removesWhatAnotherLibraryWrote() {
		storeTheirs("k");
		assertThat(this.cache.evictIfPresent("k")).isTrue();
		assertThat(this.app.oldCluster.get(theirs("k")).await()).isNull();
		storeTheirs("k");
		this.cache.put("k", "other");
		assertThat(this.app.oldCluster.get(theirs("k")).await()).isNull();
	}

	@Test
	void doesNotReadTheOldClusterForACacheThatWasCleared() {
		storeTheirs("k");
		this.cache.clear();
		assertThat(this.cache.get("k")).isNull();
		assertThat(this.app.progress().barred()).isPositive();
	}

	@Test
	void doesNotStoreWhatIsPresentOnTheOldCluster() {
		storeTheirs("k");
		assertThat(this.cache.putIfAbsent("k", "mine").get()).isEqualTo("text");
		assertThat(this.cache.putIfAbsent("other", "mine")).isNull();
	}

	/** Texts under keys that look otherwise. */
	private static final class Texts implements OldEntryReader {

		@Override
		public @Nullable MemcachedKey oldKey(MemcachedKey key) {
			return THEIRS.key(key.getKey());
		}

		@Override
		public @Nullable OldEntry read(MemcachedKey key, Item item) {
			if (key.getKey().contains("unreadable")) {
				return null;
			}
			String text = new String(item.value(), StandardCharsets.UTF_8);
			return new OldEntry(Generations.UNKNOWN, Item.NO_EXPIRATION, (generation) -> App.TRANSCODER.encode(text,
					EntryHeader.of(generation, System.currentTimeMillis(), 60_000)));
		}

		@Override
		public boolean isOwnFormat() {
			return false;
		}

	}

}

package io.github.memcachedspring.autoconfigure;

import java.io.Serializable;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.OnError;
import io.github.memcachedspring.cache.RefreshAhead;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what {@link MemcachedCacheProperties} do.
 */
@ExtendWith(MemcachedServerExtension.class)
class MemcachedCachePropertiesTests {

	private static final String GENERAL = "memcached.cache.";

	private static final String OF_BOOKS = "memcached.cache.caches.books.";

	private final MemcachedServer server;

	MemcachedCachePropertiesTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void haveDefaults() {
		withBooks((books) -> {
			MemcachedCacheConfiguration configuration = books.getConfiguration();
			assertThat(configuration.getTimeToLive()).isEqualTo(Duration.ofHours(1));
			assertThat(configuration.getTimeToIdle()).isNull();
			assertThat(configuration.isCacheNullValues()).isTrue();
			assertThat(configuration.getNullTimeToLive()).isEqualTo(Duration.ofMinutes(1));
			assertThat(configuration.getJitter()).isEqualTo(0.1);
			assertThat(configuration.getClearPropagation()).isEqualTo(Duration.ofSeconds(1));
			assertThat(configuration.getOnError()).isEqualTo(OnError.MISS);
			assertThat(configuration.isTransactionAware()).isTrue();
			assertThat(configuration.getLease()).isEqualTo(Duration.ofSeconds(5));
			assertThat(configuration.getWaitLimit()).isEqualTo(Duration.ofSeconds(30));
			assertThat(configuration.getLoadLimit()).isEqualTo(Duration.ofSeconds(60));
			assertThat(configuration.getRefreshAhead()).isNull();
			assertThat(configuration.getServeStale()).isZero();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { GENERAL, OF_BOOKS })
	void reachTheConfiguration(String root) {
		withBooks((books) -> {
			MemcachedCacheConfiguration configuration = books.getConfiguration();
			assertThat(configuration.getTimeToLive()).isEqualTo(Duration.ofMinutes(10));
			assertThat(configuration.getTimeToIdle()).isEqualTo(Duration.ofMinutes(5));
			assertThat(configuration.isCacheNullValues()).isFalse();
			assertThat(configuration.getNullTimeToLive()).isEqualTo(Duration.ofSeconds(7));
			assertThat(configuration.getJitter()).isEqualTo(0.5);
			assertThat(configuration.getClearPropagation()).isZero();
			assertThat(configuration.getOnError()).isEqualTo(OnError.THROW);
			assertThat(configuration.isTransactionAware()).isFalse();
		}, root + "time-to-live=10m", root + "time-to-idle=5m", root + "cache-null-values=false",
				root + "null-time-to-live=7s", root + "jitter=0.5", root + "clear-propagation=0s",
				root + "on-error=throw", root + "transaction-aware=false");
	}

	@ParameterizedTest
	@ValueSource(strings = { GENERAL, OF_BOOKS })
	void reachTheConfigurationOfLoads(String root) {
		withBooks((books) -> {
			MemcachedCacheConfiguration configuration = books.getConfiguration();
			assertThat(configuration.getLease()).isEqualTo(Duration.ofSeconds(40));
			assertThat(configuration.getWaitLimit()).isEqualTo(Duration.ofSeconds(41));
			assertThat(configuration.getLoadLimit()).isEqualTo(Duration.ofSeconds(2));
			assertThat(configuration.getRefreshAhead()).isEqualTo(RefreshAhead.at(Duration.ofMinutes(2)));
			assertThat(configuration.getServeStale()).isEqualTo(Duration.ofSeconds(1));
		}, root + "lease=40s", root + "wait-limit=41s", root + "load-limit=2s", root + "refresh-ahead=2m",
				root + "serve-stale=1s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "NONE", "0", "0s", "PT0S" })
	void ofOneCacheSwitchOffWhatIsSetForAll(String none) {
		withBooks((books) -> {
			assertThat(books.getConfiguration().getRefreshAhead()).isNull();
			assertThat(books.getConfiguration().getServeStale()).isZero();
			assertThat(books.getConfiguration().getTimeToIdle()).isEqualTo(Duration.ofMinutes(5));
		}, GENERAL + "refresh-ahead=20%", GENERAL + "serve-stale=10s", OF_BOOKS + "refresh-ahead=" + none,
				OF_BOOKS + "serve-stale=0s", OF_BOOKS + "time-to-idle=5m");
	}

	@Test
	void ofOneCacheMakeUseOfThoseOfAll() {
		withBooks((books) -> {
			assertThat(books.getConfiguration().getLease()).isEqualTo(Duration.ofSeconds(50));
			assertThat(books.getConfiguration().getWaitLimit()).isEqualTo(Duration.ofSeconds(60));
			assertThat(books.getConfiguration().getRefreshAhead()).isEqualTo(RefreshAhead.percent(20));
		}, GENERAL + "wait-limit=60s", OF_BOOKS + "lease=50s", GENERAL + "refresh-ahead=20%");
	}

	@Test
	void ofOneCacheWinAndLeaveTheRestAsItIs() {
		withBooks((books) -> {
			MemcachedCacheConfiguration configuration = books.getConfiguration();
			assertThat(configuration.getTimeToLive()).isEqualTo(Duration.ofMinutes(10));
			assertThat(configuration.getNullTimeToLive()).isEqualTo(Duration.ofSeconds(7));
			assertThat(configuration.isCacheNullValues()).isTrue();
			assertThat(configuration.getJitter()).isZero();
		}, OF_BOOKS + "time-to-live=10m", GENERAL + "time-to-live=20m", GENERAL + "null-time-to-live=7s",
				OF_BOOKS + "cache-null-values=true", GENERAL + "cache-null-values=false", OF_BOOKS + "jitter=0");
	}

	@Test
	void ofOneCacheDoNotTouchOthers() {
		run((manager) -> assertThat(cache(manager, "other").getConfiguration().getTimeToLive())
			.isEqualTo(Duration.ofHours(1)), OF_BOOKS + "time-to-live=10m");
	}

	@ParameterizedTest
	@ValueSource(strings = { GENERAL, OF_BOOKS })
	void decideOnTheCodec(String root) {
		Title title = new Title("Emma");
		withBooks((books) -> {
			books.put("json", title);
			assertThat(stored(":c:books:s=json")).contains("\"text\":\"Emma\"");
			assertThat(books.get("json", Title.class)).isEqualTo(title);
		}, root + "codec=json");
		withBooks((books) -> {
			books.put("jdk", title);
			assertThat(stored(":c:books:s=jdk")).contains("\u00ac\u00ed", "Emma").doesNotContain("\"text\"");
			assertThat(books.get("jdk", Title.class)).isEqualTo(title);
			assertThat(books.get("json", Title.class)).as("what the other codec wrote").isEqualTo(title);
		}, root + "codec=jdk");
	}

	@Test
	void decideOnTheCompression() {
		assertThat(storedSizeOf20Kb()).isLessThan(2_000);
		assertThat(storedSizeOf20Kb("memcached.cache.compression.enabled=false")).isGreaterThan(20_000);
		assertThat(storedSizeOf20Kb("memcached.cache.compression.threshold=21KB")).isGreaterThan(20_000);
		assertThat(storedSizeOf20Kb("memcached.cache.compression.max-inflated-size=19KB")).isGreaterThan(20_000);
	}

	private int storedSizeOf20Kb(String... properties) {
		withBooks((books) -> books.put("large", Collections.nCopies(4100, 1234)), properties);
		return Integer.parseInt(this.server.command("mg :c:books:s=large s").substring("HD s".length()));
	}

	@Test
	void decideWhichPackagesAreTrusted() {
		DataSize value = DataSize.ofBytes(1);
		withBooks((books) -> {
			books.put("untrusted", value);
			assertThat(books.get("untrusted")).isNull();
		}, GENERAL + "codec=jdk");
		withBooks((books) -> {
			books.put("trusted", value);
			assertThat(books.get("trusted", DataSize.class)).isEqualTo(value);
		}, GENERAL + "codec=jdk", GENERAL + "trusted-packages=org.example,org.springframework.util.unit");
	}

	@Test
	void decideOnTheKeyPrefix() {
		assertThatPrefixIs("");
		assertThatPrefixIs("shop", "spring.application.name=shop");
		assertThatPrefixIs("mine", "spring.application.name=shop", GENERAL + "key-prefix=mine");
		assertThatPrefixIs("", "spring.application.name=shop", GENERAL + "key-prefix=");
		assertThatPrefixIs("a%3Ab", GENERAL + "key-prefix=a:b");
	}

	private void assertThatPrefixIs(String prefix, String... properties) {
		String key = "prefix " + List.of(properties).hashCode();
		withBooks((books) -> {
			books.put(key, "value");
			assertThat(stored(prefix + ":c:books:s=" + key.replace(" ", "%20"))).contains("value");
		}, properties);
	}

	private String stored(String wireKey) {
		return this.server.command("mg %s v".formatted(wireKey));
	}

	private void withBooks(Consumer<MemcachedCache> test, String... properties) {
		run((manager) -> test.accept(cache(manager, "books")), properties);
	}

	private void run(Consumer<MemcachedCacheManager> test, String... properties) {
		TestContexts.withTrust(this.server.node())
			.withPropertyValues(properties)
			.run((context) -> test.accept(context.getBean(MemcachedCacheManager.class)));
	}

	private static MemcachedCache cache(MemcachedCacheManager manager, String name) {
		MemcachedCache cache = (MemcachedCache) manager.getCache(name);
		assertThat(cache).isNotNull();
		return cache;
	}

	record Title(String text) implements Serializable {

	}

}

package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Consumer;

import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for annotated methods, from the proxy to what a real server holds.
 */
@ExtendWith(MemcachedServerExtension.class)
class AnnotatedMethodTests {

	private final MemcachedServer server;

	private final String isbn = UUID.randomUUID().toString();

	AnnotatedMethodTests(MemcachedServer server) {
		this.server = server;
	}

	@ParameterizedTest
	@EnumSource
	void storesWithTheTimeToLiveOfTheMethod(Proxying proxying) {
		try (ConfigurableApplicationContext context = start(proxying)) {
			CachedLibrary library = proxying.library(context);
			assertThatCaches(library, 100, "plain", CachedLibrary::plain);
			assertThatCaches(library, 200, "sync", CachedLibrary::sync);
			assertThatCaches(library, 300, "future", (books, key) -> books.future(key).join());
			assertThatCaches(library, 400, "syncFuture", (books, key) -> books.syncFuture(key).join());
			assertThatCaches(library, 500, "mono", (books, key) -> books.mono(key).block());
			assertThatCaches(library, 600, "syncMono", (books, key) -> books.syncMono(key).block());
			assertThatCaches(library, 700, "flux", (books, key) -> books.flux(key).collectList().block());
			assertThatCaches(library, 800, "named", CachedLibrary::named);
			assertThatCaches(library, 50, "ofClass", CachedLibrary::ofClass);
			assertThatCaches(library, 77, "ofProperty", CachedLibrary::ofProperty);
		}
	}

	private void assertThatCaches(CachedLibrary library, int seconds, String cache,
			BiFunction<CachedLibrary, String, Object> method) {
		String key = cache + this.isbn;
		Object loaded = method.apply(library, key);
		assertThat(String.valueOf(loaded)).contains("title of " + key);
		assertThatIsStored(cache, key, seconds);
		assertThat(method.apply(library, key)).as(cache).isEqualTo(loaded);
		assertThat(library.loads()).as(cache).containsOnlyOnce(key);
	}

	@ParameterizedTest
	@EnumSource
	void putsWithTheTimeToLiveOfTheMethod(Proxying proxying) {
		try (ConfigurableApplicationContext context = start(proxying)) {
			CachedLibrary library = proxying.library(context);
			library.put(this.isbn);
			library.put(this.isbn);
			library.putFuture(this.isbn).join();
			library.putMono(this.isbn).block();
			assertThatIsStored("put", this.isbn, 900);
			assertThatIsStored("putFuture", this.isbn, 1000);
			assertThatIsStored("putMono", this.isbn, 1100);
			assertThat(library.loads()).containsExactly(this.isbn, this.isbn, this.isbn, this.isbn);
		}
	}

	/** What asynchronous methods return is there before it is stored. */
	private void assertThatIsStored(String cache, String key, int seconds) {
		Awaitility.await()
			.untilAsserted(() -> assertThat(Wire.remainingSeconds(this.server, "e2e:c:%s:s=%s".formatted(cache, key)))
				.as(cache)
				.isBetween(seconds - 20, seconds));
	}

	@Test
	void replacesWhatIsCached() {
		withLibrary((library) -> {
			library.plain(this.isbn);
			library.replace(this.isbn, "other title");
			assertThatIsStored("plain", this.isbn, 1200);
			assertThat(library.plain(this.isbn)).isEqualTo("other title");
			assertThat(library.loads()).hasSize(1);
		});
	}

	@Test
	void evictsOneEntry() {
		assertThatLoadsAgainAfter((library) -> library.remove(this.isbn), "other", false);
	}

	@Test
	void evictsAllEntries() {
		assertThatLoadsAgainAfter(CachedLibrary::removeAll, "other", true);
	}

	@Test
	void evictsOneEntryBeforeTheInvocation() {
		assertThatLoadsAgainAfter(
				(library) -> assertThatIllegalStateException().isThrownBy(() -> library.removeFirst(this.isbn))
					.withMessage("after the evict"),
				"other", false);
	}

	@Test
	void evictsAllEntriesBeforeTheInvocation() {
		assertThatLoadsAgainAfter((library) -> assertThatIllegalStateException().isThrownBy(library::removeAllFirst)
			.withMessage("after the evict"), "other", true);
	}

	private void assertThatLoadsAgainAfter(Consumer<CachedLibrary> evict, String suffix, boolean otherToo) {
		String other = this.isbn + suffix;
		withLibrary((library) -> {
			library.plain(this.isbn);
			library.plain(other);
			evict.accept(library);
			assertThat(library.plain(this.isbn)).isEqualTo("title of " + this.isbn);
			library.plain(other);
			library.plain(this.isbn);
			assertThat(library.loads()).containsExactlyElementsOf(
					otherToo ? List.of(this.isbn, other, this.isbn, other) : List.of(this.isbn, other, this.isbn));
		});
	}

	@Test
	void takesOneCommandForAHit() {
		withLibrary((library) -> {
			library.plain(this.isbn);
			library.plain(this.isbn);
			long start = System.nanoTime();
			long before = commands();
			for (int i = 0; i < 1000; i++) {
				library.plain(this.isbn);
			}
			long sent = commands() - before;
			long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();
			System.out.printf("1,000 hits took %d commands within %d s%n", sent, seconds + 1);
			assertThat(sent).as("a hit each, and the generation every second").isBetween(1000L, 1001 + seconds);
			assertThat(library.loads()).hasSize(1);
		});
	}

	private long commands() {
		return this.server.stat("cmd_get") + this.server.stat("cmd_set") + this.server.stat("cmd_touch")
				+ this.server.stat("delete_hits") + this.server.stat("delete_misses");
	}

	private void withLibrary(Consumer<CachedLibrary> test) {
		try (ConfigurableApplicationContext context = start(Proxying.CLASSES)) {
			test.accept(context.getBean(CachedLibrary.class));
		}
	}

	private ConfigurableApplicationContext start(Proxying proxying) {
		ConfigurableApplicationContext context = TestApplications.run(
				List.of(TestApplications.CachingApplication.class, AnnotatedLibrary.class),
				"memcached.servers=" + this.server.node(), "spring.application.name=e2e", "memcached.cache.jitter=0",
				"books.time-to-live=77s", "spring.main.log-startup-info=false",
				"spring.aop.proxy-target-class=" + proxying.ofClasses,
				"spring.main.lazy-initialization=" + proxying.lazy);
		Connections.await(context);
		return context;
	}

	enum Proxying {

		CLASSES(true, false), INTERFACES(false, false), LAZY_CLASSES(true, true), LAZY_INTERFACES(false, true);

		private final boolean ofClasses;

		private final boolean lazy;

		Proxying(boolean ofClasses, boolean lazy) {
			this.ofClasses = ofClasses;
			this.lazy = lazy;
		}

		CachedLibrary library(BeanFactory context) {
			CachedLibrary library = context.getBean(CachedLibrary.class);
			assertThat(AopUtils.isCglibProxy(library)).isEqualTo(this.ofClasses);
			assertThat(AopUtils.isJdkDynamicProxy(library)).isNotEqualTo(this.ofClasses);
			return library;
		}

	}

}

package io.github.memcachedspring.annotation;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.memcachedspring.cache.CacheableInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.interceptor.CacheResolver;
import org.springframework.cache.interceptor.SimpleCacheResolver;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * That no two invocations share their views, whatever runs between and within them.
 */
class SiblingIsolationTests {

	private AnnotationConfigApplicationContext context;

	private SiblingBooks books;

	@BeforeEach
	void start() {
		this.context = CacheTtlInfrastructure.start(OneManager.class, CallingResolver.class, SiblingBooks.class);
		this.books = this.context.getBean(SiblingBooks.class);
	}

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void tellsInvocationsApartThatShareTheirEmptyArguments() {
		this.books.withoutArguments();
		cache("books").clear();
		cache("shelves").clear();
		this.books.withoutArguments();
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	@Test
	void tellsRecursiveInvocationsApart() {
		this.books.calling("a", () -> this.books.calling("b", () -> this.books.calling("c", () -> "book")));
		assertThat(read("books")).hasSize(3).doesNotHaveDuplicates().isEqualTo(read("shelves"));
		assertThat(stored("books")).containsExactly(read("books").get(2), read("books").get(1), read("books").get(0))
			.isEqualTo(stored("shelves"));
	}

	@Test
	void tellsRecursiveInvocationsWithTheSameArgumentsApart() {
		SameAgain again = new SameAgain(this.books);
		this.books.calling("a", again);
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
		assertThat(stored("books")).containsExactly(read("books").get(1), read("books").get(0))
			.isEqualTo(stored("shelves"));
	}

	@Test
	void tellsRecursiveInvocationsWithoutArgumentsApart() {
		this.books.onCall(() -> {
			this.books.onCall(() -> "book");
			return this.books.withoutArguments();
		});
		this.books.withoutArguments();
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
		assertThat(stored("books")).containsExactly(read("books").get(1), read("books").get(0))
			.isEqualTo(stored("shelves"));
	}

	@Test
	void sharesWhenAResolverCallsAnotherMethodMeanwhile() {
		meanwhile(() -> this.books.plain("b"));
		this.books.throughResolver("a");
		List<CacheableInvocation> read = read("books");
		assertThat(read).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	@Test
	void mixesNothingWhenAResolverCallsTheSameMethodMeanwhile() {
		AtomicBoolean inside = new AtomicBoolean();
		meanwhile(() -> {
			if (inside.compareAndSet(false, true)) {
				this.books.throughResolver("b");
			}
		});
		this.books.throughResolver("a");
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates();
		assertThat(readOf("books", "b")).isEqualTo(readOf("shelves", "b"));
		assertThat(readOf("books", "a")).doesNotContainAnyElementsOf(readOf("shelves", "b"));
		assertThat(readOf("shelves", "a")).doesNotContainAnyElementsOf(readOf("books", "b"));
	}

	@Test
	void mixesNothingAfterAnInvocationThatFailedHalfWay() {
		meanwhile(() -> {
			throw new IllegalStateException("No caches today");
		});
		assertThatIllegalStateException().isThrownBy(() -> this.books.throughResolver("a"));
		meanwhile(() -> {
		});
		this.books.throughResolver("a");
		this.books.throughResolver("b");
		assertThat(read("books")).hasSize(2).doesNotHaveDuplicates().isEqualTo(read("shelves"));
	}

	private void meanwhile(Runnable action) {
		this.context.getBean(CallingResolver.class).meanwhile = action;
	}

	private List<@Nullable CacheableInvocation> read(String cacheName) {
		return cache(cacheName).invocations("get");
	}

	private List<@Nullable CacheableInvocation> stored(String cacheName) {
		return cache(cacheName).invocations("put");
	}

	private List<@Nullable CacheableInvocation> readOf(String cacheName, String key) {
		return cache(cacheName).uses("get")
			.stream()
			.filter((use) -> use.key().equals(key))
			.<@Nullable CacheableInvocation>map((use) -> use.view().invocation())
			.toList();
	}

	private RecordingCache cache(String name) {
		return this.context.getBean(RecordingCacheManager.class).getCache(name);
	}

	/**
	 * Calls the method again with the same argument objects, once.
	 */
	private static final class SameAgain implements Supplier<String> {

		private final SiblingBooks books;

		private boolean inside;

		private SameAgain(SiblingBooks books) {
			this.books = books;
		}

		@Override
		public String get() {
			if (this.inside) {
				return "book";
			}
			this.inside = true;
			return this.books.calling("a", this);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CallingResolver {

		private Runnable meanwhile = () -> {
		};

		@Bean
		CacheResolver calling(ObjectProvider<RecordingCacheManager> manager) {
			return (context) -> {
				this.meanwhile.run();
				return new SimpleCacheResolver(manager.getObject()).resolveCaches(context);
			};
		}

	}

}

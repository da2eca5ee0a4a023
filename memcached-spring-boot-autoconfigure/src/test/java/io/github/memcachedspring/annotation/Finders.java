package io.github.memcachedspring.annotation;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that carry the annotation in different places.
 */
final class Finders {

	private Finders() {
	}

	/**
	 * Returns the time to live of what the one finder of a context stores.
	 */
	static @Nullable Duration storedTimeToLive(AnnotationConfigApplicationContext context) {
		context.getBean(Finder.class).find("a");
		List<@Nullable Duration> timesToLive = RecordingCacheManager.timesToLive(context, "cacheManager");
		assertThat(timesToLive).hasSize(1);
		return timesToLive.get(0);
	}

	static @Nullable Duration storedTimeToLive(Class<?> implementation) {
		try (AnnotationConfigApplicationContext context = CacheTtlInfrastructure.startWithOneManager(implementation)) {
			return storedTimeToLive(context);
		}
	}

	@Retention(RetentionPolicy.RUNTIME)
	@Target(ElementType.METHOD)
	@Cacheable("books")
	@CacheTtl("8m")
	@interface CachedBook {

		@AliasFor(annotation = CacheTtl.class, attribute = "value")
		String ttl() default "8m";

	}

	interface Finder {

		String find(String isbn);

	}

	interface AnnotatedMethod extends Finder {

		@Override
		@Cacheable("books")
		@CacheTtl("1m")
		String find(String isbn);

	}

	@CacheTtl("4m")
	interface AnnotatedInterface extends Finder {

		@Override
		@Cacheable("books")
		String find(String isbn);

	}

	interface GenericFinder<T> {

		@Cacheable("books")
		@CacheTtl("7m")
		T find(T isbn);

	}

	static class ImplementsAnnotatedMethod implements AnnotatedMethod {

		@Override
		public String find(String isbn) {
			return isbn;
		}

	}

	static class OverridesAnnotatedMethod implements AnnotatedMethod {

		@Override
		@CacheTtl("2m")
		public String find(String isbn) {
			return isbn;
		}

	}

	static class OverridesWithComposed implements AnnotatedMethod {

		@Override
		@CachedBook(ttl = "3m")
		public String find(String isbn) {
			return isbn;
		}

	}

	@CacheTtl("9m")
	static class AnnotatedClassOfAnnotatedMethod extends ImplementsAnnotatedMethod {

	}

	static class ImplementsAnnotatedInterface implements AnnotatedInterface {

		@Override
		public String find(String isbn) {
			return isbn;
		}

	}

	@CacheTtl("5m")
	static class AnnotatedClass implements Finder {

		@Override
		@Cacheable("books")
		public String find(String isbn) {
			return isbn;
		}

	}

	static class Subclass extends AnnotatedClass {

	}

	@CacheTtl("6m")
	static class AnnotatedSubclass extends AnnotatedClass {

	}

	static class ImplementsGeneric implements GenericFinder<String>, Finder {

		@Override
		public String find(String isbn) {
			return isbn;
		}

	}

	static class Composed implements Finder {

		@Override
		@CachedBook
		public String find(String isbn) {
			return isbn;
		}

	}

}

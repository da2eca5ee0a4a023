package io.github.memcachedspring.annotation;

import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;

import static io.github.memcachedspring.annotation.CacheTtlInfrastructure.refused;
import static io.github.memcachedspring.annotation.CacheTtlInfrastructure.startWithOneManager;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * That an annotation has something to act on.
 */
class CacheTtlCheckTests {

	@Test
	void refusesAMethodFromWhichNothingIsStored() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(Useless.class));
		assertThat(ex.getLocation()).isEqualTo(Useless.class.getName() + ".find(String)");
		assertThat(ex.getReason()).startsWith("it has no effect");
	}

	@Test
	void refusesAMethodThatOnlyEvicts() {
		assertThat(refused(() -> startWithOneManager(OnlyEvicts.class)).getReason()).startsWith("it has no effect");
	}

	@Test
	void refusesAClassFromWhichNothingIsStored() {
		InvalidCacheTtlException ex = refused(() -> startWithOneManager(UselessClass.class));
		assertThat(ex.getLocation()).isEqualTo(UselessClass.class.getName());
		assertThat(ex.getReason()).startsWith("it has no effect");
	}

	@Test
	void acceptsAnInheritedAnnotationWithoutUse() {
		assertThatNoException().isThrownBy(() -> startWithOneManager(NotCached.class).close());
	}

	@Test
	void acceptsTheAnnotationOnAMethodThatItsInterfaceCaches() {
		assertThatNoException().isThrownBy(() -> startWithOneManager(CachedByInterface.class).close());
	}

	@Test
	void acceptsAnnotationsWithoutUseWhenCachingIsNotEnabled() {
		assertThatNoException().isThrownBy(() -> CacheTtlInfrastructure.start(Useless.class).close());
	}

	static class Useless {

		@CacheTtl("10m")
		public String find(String isbn) {
			return isbn;
		}

		@Cacheable("books")
		public String other(String isbn) {
			return isbn;
		}

	}

	static class OnlyEvicts {

		@CacheEvict("books")
		@CacheTtl("10m")
		public void remove(String isbn) {
		}

	}

	@CacheTtl("10m")
	static class UselessClass {

		public String find(String isbn) {
			return isbn;
		}

	}

	static class NotCached extends UselessClass {

	}

	interface Cached extends Supplier<String> {

		@Override
		@Cacheable("books")
		String get();

	}

	static class CachedByInterface implements Cached {

		@Override
		@CacheTtl("10m")
		public String get() {
			return "book";
		}

	}

}

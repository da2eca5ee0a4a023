package io.github.memcachedspring.autoconfigure.aot;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the types of cached values are found while an application is processed.
 */
class CachedValuesAotProcessorTests {

	private final RuntimeHints hints = process(Shop.class);

	private static RuntimeHints process(Class<?> component) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(component)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(component);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@Test
	void findsWhatIsReturnedAndWhatIsInThere() {
		assertThatIsBound(Book.class);
		assertThatIsBound(Author.class);
	}

	@Test
	void findsWhatIsYieldedLater() {
		assertThatIsBound(Later.class);
		assertThatIsBound(Many.class);
	}

	@Test
	void findsElementsAndWhatIsPut() {
		assertThatIsBound(Element.class);
		assertThatIsBound(Changed.class);
	}

	@Test
	void letsTypesBeSerializedThatCan() {
		assertThat(RuntimeHintsPredicates.reflection().onJavaSerialization(Book.class, true)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onJavaSerialization(Author.class, true)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onJavaSerialization(Later.class, true)).rejects(this.hints);
	}

	@Test
	void leavesWhatIsNotCachedAlone() {
		assertThat(RuntimeHintsPredicates.reflection().onType(NotCached.class)).rejects(this.hints);
	}

	private void assertThatIsBound(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
			.as(type.getSimpleName())
			.accepts(this.hints);
	}

	static class Shop {

		@Cacheable("books")
		Optional<Book> find(String isbn) {
			return Optional.empty();
		}

		@Cacheable("later")
		CompletableFuture<Later> later() {
			return new CompletableFuture<>();
		}

		@Cacheable("many")
		Flux<Many> many() {
			return Flux.empty();
		}

		@Cacheable(cacheNames = "elements", sync = true)
		List<Element> elements() {
			return List.of();
		}

		@CachePut("changed")
		Changed change() {
			return new Changed("");
		}

		@CacheEvict("books")
		NotCached remove(String isbn) {
			return new NotCached("");
		}

		NotCached other() {
			return new NotCached("");
		}

	}

	record Book(String title, Author author) implements Serializable {

	}

	record Author(String name) implements Serializable {

	}

	record Later(String name) {

	}

	record Many(String name) {

	}

	record Element(String name) {

	}

	record Changed(String name) {

	}

	record NotCached(String name) {

	}

}

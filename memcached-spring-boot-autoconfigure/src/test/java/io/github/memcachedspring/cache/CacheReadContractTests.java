package io.github.memcachedspring.cache;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.cache.Cache.ValueWrapper;
import org.springframework.cache.support.SimpleValueWrapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What Spring's contract says of reads.
 */
@ParameterizedClass
@MethodSource("io.github.memcachedspring.cache.CacheVariant#all")
class CacheReadContractTests extends CacheContract {

	CacheReadContractTests(CacheVariant variant) {
		super(variant);
	}

	@Test
	void returnsItsName() {
		assertThat(cache().getName()).isEqualTo(this.shared.getName()).startsWith("cache-");
	}

	@Test
	void returnsTheOperationsAsNativeCache() {
		assertThat(cache().getNativeCache()).isSameAs(caches.operations());
	}

	@Test
	void returnsNullWhenThereIsNoMapping() {
		assertThat(get("k")).isNull();
	}

	@Test
	void returnsTheValueWrapped() {
		cache().put("k", Book.DUNE);
		assertThat(value("k")).isEqualTo(Book.DUNE).isNotSameAs(Book.DUNE);
	}

	@Test
	void returnsACachedNullWrapped() {
		cache().put("k", null);
		ValueWrapper wrapper = get("k");
		assertThat(wrapper).isNotNull();
		assertThat(wrapper.get()).isNull();
	}

	@Test
	void returnsValuesAndCollectionsAsTheyWere() {
		List<Object> values = List.of("text", 1, 2L, true, List.of(Book.DUNE, Book.EMMA), Set.of("a"));
		values.forEach((value) -> {
			cache().put("k", value);
			assertThat(value("k")).isEqualTo(value);
		});
	}

	@Test
	void castsToTheRequestedType() {
		cache().put("k", Book.DUNE);
		Book book = this.variant.access().read(() -> cache().get("k", Book.class));
		assertThat(book).isEqualTo(Book.DUNE);
		assertThat(cache().get("k", Object.class)).isEqualTo(Book.DUNE);
	}

	@Test
	void bypassesTheTypeCheckWithoutAType() {
		cache().put("k", Book.DUNE);
		Object book = cache().get("k", (Class<Book>) null);
		assertThat(book).isEqualTo(Book.DUNE);
	}

	@Test
	void refusesAnotherTypeThanRequested() {
		cache().put("k", Book.DUNE);
		assertThatIllegalStateException().isThrownBy(() -> cache().get("k", String.class))
			.withMessageContaining(Book.class.getName())
			.withMessageContaining("'java.lang.String'");
	}

	@Test
	void returnsNullWhateverTypeIsRequestedOfACachedNullOrAMiss() {
		cache().put("k", null);
		assertThat(cache().get("k", Book.class)).isNull();
		assertThat(cache().get("absent", Book.class)).isNull();
	}

	@Test
	void takesAStubForAMiss() {
		leaveStub("k");
		assertThat(get("k")).isNull();
		assertThat(Callers.await(retrieve("k"))).isNull();
	}

	@Test
	void retrievesNullWhenThereIsNoMapping() {
		assertThat(Callers.await(retrieve("k"))).isNull();
	}

	@Test
	void retrievesTheValueWrapped() {
		cache().put("k", Book.DUNE);
		assertThat(Callers.await(retrieve("k"))).isEqualTo(new SimpleValueWrapper(Book.DUNE));
	}

	@Test
	void retrievesACachedNullWrapped() {
		cache().put("k", null);
		assertThat(Callers.await(retrieve("k"))).isEqualTo(new SimpleValueWrapper(null));
	}

	@Test
	void givesEveryCallerAnInstanceOfItsOwn() {
		cache().put("k", Book.DUNE);
		Set<Object> instances = Collections.newSetFromMap(new IdentityHashMap<>());
		instances.addAll(Callers.together(100, () -> cache().get("k", Book.class)));
		assertThat(instances).hasSize(100).allMatch(Book.DUNE::equals);
	}

}

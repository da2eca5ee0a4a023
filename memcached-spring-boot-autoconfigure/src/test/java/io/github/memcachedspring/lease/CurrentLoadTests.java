package io.github.memcachedspring.lease;

import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class CurrentLoadTests {

	private static final Object BOOKS = new Object();

	private static final Object AUTHORS = new Object();

	@Test
	void nothingIsLoadedOutsideOfALoad() {
		assertThat(CurrentLoad.isLoading(BOOKS, "a")).isFalse();
	}

	@Test
	void aLoadKnowsItsOwnKey() throws Exception {
		String result = CurrentLoad.call(BOOKS, "a", () -> {
			assertThat(CurrentLoad.isLoading(BOOKS, new String("a"))).isTrue();
			assertThat(CurrentLoad.isLoading(BOOKS, "b")).isFalse();
			assertThat(CurrentLoad.isLoading(AUTHORS, "a")).isFalse();
			return "loaded";
		});
		assertThat(result).isEqualTo("loaded");
		assertThat(CurrentLoad.isLoading(BOOKS, "a")).isFalse();
	}

	@Test
	void scopesAreComparedByIdentity() throws Exception {
		String scope = new String("books");
		CurrentLoad.call(scope, "a", () -> {
			assertThat(CurrentLoad.isLoading(new String("books"), "a")).isFalse();
			return null;
		});
	}

	@Test
	void aNestedLoadKnowsThoseThatItIsNestedIn() throws Exception {
		CurrentLoad.call(BOOKS, "a", () -> {
			CurrentLoad.call(AUTHORS, "b", () -> {
				assertThat(CurrentLoad.isLoading(BOOKS, "a")).isTrue();
				assertThat(CurrentLoad.isLoading(AUTHORS, "b")).isTrue();
				return null;
			});
			assertThat(CurrentLoad.isLoading(BOOKS, "a")).isTrue();
			assertThat(CurrentLoad.isLoading(AUTHORS, "b")).isFalse();
			return null;
		});
	}

	@Test
	void aLoadThatFailsIsOver() throws Exception {
		CurrentLoad.call(BOOKS, "a", () -> {
			assertThatIllegalStateException().isThrownBy(() -> CurrentLoad.call(BOOKS, "b", () -> {
				throw new IllegalStateException("No row");
			})).withMessage("No row");
			assertThat(CurrentLoad.isLoading(BOOKS, "b")).isFalse();
			assertThat(CurrentLoad.isLoading(BOOKS, "a")).isTrue();
			return null;
		});
		assertThat(CurrentLoad.isLoading(BOOKS, "a")).isFalse();
	}

	@Test
	void aLoadIsAMatterOfItsThread() throws Exception {
		boolean elsewhere = CurrentLoad.call(BOOKS, "a", () -> {
			CompletableFuture<Boolean> nested = new CompletableFuture<>();
			new Thread(() -> nested.complete(CurrentLoad.isLoading(BOOKS, "a"))).start();
			return TestJvm.get(nested);
		});
		assertThat(elsewhere).isFalse();
	}

}

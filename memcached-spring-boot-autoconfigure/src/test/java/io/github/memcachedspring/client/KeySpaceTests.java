package io.github.memcachedspring.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KeySpace} and {@link MemcachedKey}.
 */
class KeySpaceTests {

	private static final KeySpace SPACE = KeySpace.of("p", "c", "n");

	@Test
	void isEqualByItsParts() {
		assertThat(SPACE).isEqualTo(SPACE)
			.isEqualTo(KeySpace.of("p", "c", "n"))
			.hasSameHashCodeAs(KeySpace.of("p", "c", "n"))
			.isNotEqualTo(KeySpace.of("q", "c", "n"))
			.isNotEqualTo(KeySpace.of("p", "d", "n"))
			.isNotEqualTo(KeySpace.of("p", "c", "m"))
			.isNotEqualTo("p:c:n");
	}

	@Test
	void makesKeysThatAreEqualBySpaceAndText() {
		assertThat(SPACE.key("k")).isEqualTo(SPACE.key("k"))
			.isEqualTo(KeySpace.of("p", "c", "n").key("k"))
			.hasSameHashCodeAs(KeySpace.of("p", "c", "n").key("k"))
			.isNotEqualTo(SPACE.key("l"))
			.isNotEqualTo(KeySpace.of("p", "c", "m").key("k"))
			.isNotEqualTo("p:c:n:k");
	}

	@Test
	void keepsTheParts() {
		MemcachedKey key = SPACE.key("k:1");
		assertThat(key.getKey()).isEqualTo("k:1");
		assertThat(key.getSpace()).isSameAs(SPACE);
		assertThat(SPACE.getPrefix() + SPACE.getKind() + SPACE.getName()).isEqualTo("pcn");
		assertThat(SPACE).hasToString("p:c:n");
	}

	@Test
	void changesThePrefixOnly() {
		assertThat(SPACE.withPrefix("q")).isEqualTo(KeySpace.of("q", "c", "n"));
		assertThat(SPACE.withPrefix("q").key("k")).hasToString("q:c:n:k");
	}

	@Test
	void rendersOnce() {
		MemcachedKey key = SPACE.key("k");
		assertThat(key.toWire()).isSameAs(key.toWire());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "C", "c1", "c:", "c d" })
	void refusesKindsThatAreNotLowerCaseLetters(String kind) {
		assertThatIllegalArgumentException().isThrownBy(() -> KeySpace.of("p", kind, "n"))
			.withMessage("'kind' must be lower-case letters: '%s'", kind);
	}

	@Test
	@SuppressWarnings("NullAway") // what callers without null checks do
	void refusesNull() {
		assertThatIllegalArgumentException().isThrownBy(() -> KeySpace.of(null, "c", "n"))
			.withMessage("'prefix' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> KeySpace.of("p", "c", null))
			.withMessage("'name' must not be null");
		assertThatIllegalArgumentException().isThrownBy(() -> SPACE.key(null)).withMessage("'key' must not be null");
	}

}

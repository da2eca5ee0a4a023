package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for keys that others have chosen.
 */
class ForeignKeyTests {

	@ParameterizedTest
	@ValueSource(strings = { "a", "a:b", "100%", "#1", "\u00e9\u20ac\ud83d\ude00", "SimpleKey[a,1]" })
	void areSentAsTheyAre(String key) {
		assertThat(MemcachedKey.foreign(key).toWire()).isEqualTo(key.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a\r\nflush_all", "a\n", "a\0", "a\t", "a\u007f", "\ud800" })
	void areRefusedIfTheyAreNotLegal(String key) {
		assertThat(MemcachedKey.foreign(key)).isNull();
	}

	@Test
	void areRefusedIfTheyAreTooLong() {
		assertThat(MemcachedKey.foreign("k".repeat(250))).isNotNull();
		assertThat(MemcachedKey.foreign("k".repeat(251))).isNull();
		assertThat(MemcachedKey.foreign("\u20ac".repeat(84))).isNull();
	}

	@Test
	void areEqualToEachOtherAndToNoOtherKeys() {
		assertThat(MemcachedKey.foreign("a")).isEqualTo(MemcachedKey.foreign("a"))
			.isNotEqualTo(MemcachedKey.foreign("b"))
			.isNotEqualTo(KeySpace.of("", "c", "").key("a"));
	}

}

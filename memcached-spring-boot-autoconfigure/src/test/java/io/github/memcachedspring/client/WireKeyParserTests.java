package io.github.memcachedspring.client;

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WireKeyParserTests {

	private final WireKeyParser parser = new WireKeyParser("shop", "c");

	@ParameterizedTest
	@ValueSource(strings = { "isbn", "", "a:b", "50 %", "#1", "\u00e9\u20ac\ud83d\ude00", "\t\0", "%zz" })
	void givesEachKeyItsPartsBack(String text) {
		MemcachedKey key = KeySpace.of("shop", "c", "books: new").key(text);
		MemcachedKey parsed = this.parser.parse(key.toWire());
		assertThat(parsed).isEqualTo(key);
		assertThat(parsed.toWire()).isEqualTo(key.toWire());
		assertThat(parsed.isDigested()).isFalse();
		assertThat(parsed.getDistinction()).isEqualTo(text);
	}

	@Test
	void takesThePartsOfAKeyFromItsHeadIfItsTailIsADigest() {
		MemcachedKey key = KeySpace.of("shop", "c", "books").key("x".repeat(300));
		MemcachedKey parsed = this.parser.parse(key.toWire());
		assertThat(parsed).isNotNull();
		assertThat(parsed.getSpace()).isEqualTo(key.getSpace());
		assertThat(parsed.isDigested()).isTrue();
		assertThat(parsed.toWire()).isEqualTo(key.toWire());
		assertThat(parsed.getDistinction()).isEqualTo(key.getDistinction());
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			shop:g:books:            | the record of a generation
			shop:me:books:isbn       | a bar
			shop2:c:books:isbn       | another application
			:c:books:isbn            | another application
			shop:c:books             | no key of this library
			shop:c:books:%           | an escape that breaks off
			shop:c:books:%zz         | no escape
			shop:c:books:%61         | an escape of what needs none
			shop:c:books:a:b         | a separator within a part
			shop:c:books:%3a         | an escape in small letters
			shop:c:books:%ED%A0%80   | half a character, which Java cannot tell from others
			shop                     | less than a prefix
			""", delimiter = '|')
	void knowsWhatIsNoneOfThem(String wire, String what) {
		assertThat(this.parser.parse(wire.getBytes(StandardCharsets.US_ASCII))).as(what).isNull();
	}

}

package io.github.memcachedspring.migration.foreign;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.client.CasToken;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.client.xmemcached.Distribution;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.TranscodingException;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads what xmemcached and spymemcached themselves have written.
 */
@ExtendWith(MemcachedServerExtension.class)
class ForeignValuesTests {

	private static final List<Object> VALUES = List.of(true, false, 0, 1, -1, 256, Integer.MAX_VALUE, Integer.MIN_VALUE,
			0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, new Date(0), new Date(1_700_000_000_000L), (byte) 0, (byte) -7,
			0f, -1.5f, Float.MIN_VALUE, Float.NaN, 0d, -1.5, Double.MAX_VALUE, "", "Emma", "\u00e9\u20ac\ud83d\ude00",
			"{\"a\": 1}", "x".repeat(100_000), new byte[0], new byte[] { 0, 1, -1 }, new byte[50_000], (short) 7, 'c',
			new BigDecimal("8.90"), new ArrayList<>(List.of(1, "a")), new LinkedHashMap<>(Map.of("a", 1L)),
			new Book("Emma", List.of("Jane Austen")), new Book("x".repeat(30_000), List.of()));

	private final MemcachedServer server;

	ForeignValuesTests(MemcachedServer server) {
		this.server = server;
	}

	enum Writer {

		XMEMCACHED, XMEMCACHED_ZLIB, SPYMEMCACHED;

		OtherClient connect(MemcachedServer server) {
			return switch (this) {
				case XMEMCACHED -> OtherClients.xmemcached(server.node());
				case XMEMCACHED_ZLIB -> OtherClients.xmemcached(false, CompressionMode.ZIP, server.node());
				case SPYMEMCACHED -> OtherClients.spymemcached(false, server.node());
			};
		}

	}

	@ParameterizedTest
	@EnumSource
	void readsEveryKindOfValue(Writer writer) throws Exception {
		try (OtherClient client = writer.connect(this.server);
				Newcomer newcomer = new Newcomer(ForeignKeys.ofPattern(writer + "/{cache}/{key}"),
						Distribution.modulo(1), this.server.node())) {
			for (int i = 0; i < VALUES.size(); i++) {
				client.set(writer + "/values/" + i, 1000, VALUES.get(i));
				assertThat(newcomer.cache("values").get(i)).as("value %d", i).isNotNull();
				assertThat(newcomer.cache("values").get(i).get()).as("value %d", i).isEqualTo(VALUES.get(i));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void keepsTheTimeThatRemains(Writer writer) throws Exception {
		try (OtherClient client = writer.connect(this.server);
				Newcomer newcomer = new Newcomer(ForeignKeys.ofPattern("t" + writer + "{key}"), Distribution.modulo(1),
						this.server.node())) {
			client.set("t" + writer + 1, 1000, "short");
			client.set("t" + writer + 2, 0, "for ever");
			assertThat(newcomer.operations.get(Newcomer.space("a").key("i=1")).await().remainingSeconds())
				.isBetween(990L, 1000L);
			assertThat(newcomer.operations.get(Newcomer.space("a").key("i=2")).await().remainingSeconds())
				.isEqualTo(Item.NO_EXPIRATION);
		}
	}

	@Test
	void refusesTypesThatAreNotTrusted() throws Exception {
		try (OtherClient client = OtherClients.xmemcached(this.server.node());
				Newcomer newcomer = new Newcomer(ForeignKeys.ofPattern("u{key}"), Distribution.modulo(1),
						this.server.node())) {
			client.set("u1", 1000, new ArrayList<>(List.of(new StringBuilder("unknown"))));
			assertThat(newcomer.cache("values").get(1)).isNull();
			assertThat(client.get("u1")).isNotNull();
		}
	}

	@Test
	void inflatesOnlyUpToTheLimit() throws Exception {
		try (OtherClient client = OtherClients.spymemcached(false, this.server.node());
				Newcomer newcomer = new Newcomer(ForeignKeys.ofPattern("z{key}"), Distribution.modulo(1),
						this.server.node())) {
			client.set("z1", 1000, new byte[1024 * 1024]);
			client.set("z2", 1000, new byte[1024 * 1024 + 1]);
			assertThat(newcomer.cache("values").get(1)).isNotNull();
			assertThat(newcomer.cache("values").get(2)).isNull();
		}
	}

	@ParameterizedTest
	@CsvSource({ "256,''", "256,00", "512,0102030405", "768,010203040506070809", "1280,0102", "2304,00", "4,00",
			"65536,00", "1,''", "1,aced0005", "2,1f8b", "2,789c", "2,''", "3,00" })
	void refusesWhatTheseClientsDoNotWrite(int flags, String text) {
		byte[] bytes = (text.length() % 2 == 0) ? HexFormat.of().parseHex(text) : text.getBytes();
		assertThatExceptionOfType(TranscodingException.class)
			.isThrownBy(() -> Newcomer.VALUES.decode(item(flags, bytes)));
	}

	/** Bytes as the libraries of today write them, should those of tomorrow change. */
	@ParameterizedTest
	@CsvSource({ "0,456d6d61,Emma", "256,31,true", "256,30,false", "512,'',0", "512,ffffffff,-1", "768,0100,256",
			"1280,07,7", "1536,3fc00000,1.5", "1792,3ff8000000000000,1.5" })
	void readsGoldenBytes(int flags, String hex, String value) {
		assertThat(Newcomer.VALUES.decode(item(flags, HexFormat.of().parseHex(hex)))).hasToString(value);
	}

	private static Item item(int flags, byte[] bytes) {
		return new Item(bytes, flags, new CasToken(1, "test"), 60, false, false, false);
	}

}

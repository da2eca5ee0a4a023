package io.github.memcachedspring.embedded;

import java.io.IOException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what goes when memory is full.
 */
class EvictionTests {

	/** Room for ten items of 1,000 bytes. */
	private final EmbeddedMemcached memcached = EmbeddedMemcached.builder()
		.memoryLimit(10_000)
		.maxItemSize(2000)
		.start();

	private Wire wire;

	@BeforeEach
	void connect() throws IOException {
		this.wire = new Wire(this.memcached.port());
	}

	@AfterEach
	void close() throws IOException {
		this.wire.close();
		this.memcached.close();
	}

	@Test
	void evictsWhatWasStoredFirst() throws IOException {
		for (int i = 0; i < 12; i++) {
			store("k" + i % 10 + i / 10);
		}
		assertThat(present("k00")).isFalse();
		assertThat(present("k10")).isFalse();
		assertThat(present("k20")).isTrue();
		assertThat(present("k11")).isTrue();
		assertThat(stat("evictions")).isEqualTo("2");
		assertThat(stat("curr_items")).isEqualTo("10");
		assertThat(stat("bytes")).isEqualTo("10000");
	}

	@Test
	void keepsWhatIsRead() throws IOException {
		for (int i = 0; i < 10; i++) {
			store("k0" + i);
		}
		assertThat(this.wire.ask("mg k00 v\r\n")).startsWith("VA");
		assertThat(this.wire.ask("touch k01 0\r\n")).isEqualTo("TOUCHED\r\n");
		assertThat(this.wire.ask("mg k02 u\r\n")).isEqualTo("HD\r\n");
		store("new");
		store("neu");
		assertThat(present("k00")).isTrue();
		assertThat(present("k01")).isTrue();
		assertThat(present("k02")).isFalse();
		assertThat(present("k03")).isFalse();
	}

	@Test
	void replacesWithoutEvicting() throws IOException {
		for (int i = 0; i < 30; i++) {
			store("one");
			store("k0" + i % 9);
		}
		assertThat(stat("evictions")).isEqualTo("0");
		assertThat(stat("bytes")).isEqualTo("10000");
	}

	@Test
	void freesWhatIsDeletedExpiredAndFlushed() throws IOException {
		store("k00");
		store("k01");
		assertThat(this.wire.ask("delete k00\r\n")).isEqualTo("DELETED\r\n");
		assertThat(stat("bytes")).isEqualTo("1000");
		assertThat(this.wire.ask("touch k01 -1\r\n")).isEqualTo("TOUCHED\r\n");
		assertThat(present("k01")).isFalse();
		assertThat(stat("bytes")).isEqualTo("0");
		store("k02");
		this.memcached.flushAll();
		assertThat(stat("bytes")).isEqualTo("0");
		assertThat(stat("curr_items")).isEqualTo("0");
	}

	@Test
	void keepsItsOwnItemLimit() throws IOException {
		assertThat(this.wire.ask("set big 0 0 1938\r\n" + "x".repeat(1938) + "\r\n")).isEqualTo("STORED\r\n");
		assertThat(this.wire.ask("set big 0 0 1939\r\n" + "x".repeat(1939) + "\r\n"))
			.isEqualTo("SERVER_ERROR object too large for cache\r\n");
		assertThat(present("big")).isFalse();
	}

	/** 1,000 bytes as memcached counts them. */
	private void store(String key) throws IOException {
		assertThat(this.wire.ask("set " + key + " 0 0 938\r\n" + "x".repeat(938) + "\r\n")).isEqualTo("STORED\r\n");
	}

	private boolean present(String key) throws IOException {
		return this.wire.ask("mg " + key + " u\r\n").equals("HD\r\n");
	}

	private String stat(String name) throws IOException {
		this.wire.send("stats\r\n");
		String stats = this.wire.readUntil("END\r\n");
		int start = stats.indexOf("STAT " + name + " ") + name.length() + 6;
		return stats.substring(start, stats.indexOf("\r\n", start));
	}

}

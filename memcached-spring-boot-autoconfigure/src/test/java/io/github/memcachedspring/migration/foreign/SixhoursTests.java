package io.github.memcachedspring.migration.foreign;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.xmemcached.Distribution;
import io.github.memcachedspring.test.MemcachedServer;
import io.sixhours.memcached.cache.MemcachedCache;
import io.sixhours.memcached.cache.XMemcachedClient;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads what the starter of Sixhours itself has written.
 */
class SixhoursTests {

	private static final String PREFIX = "memcached:spring-boot";

	private static final List<Object> KEYS = List.of("text", 7, 7L + Integer.MAX_VALUE, (short) 3, 'c', true, 1.5,
			2.25f, new BigDecimal("8.90"), UUID.fromString("6f1c1c1e-0000-4000-8000-000000000001"),
			LocalDate.of(2024, 2, 29), TimeUnit.DAYS, SimpleKey.EMPTY, new SimpleKey("a", 1),
			new SimpleKey("b", List.of("c")), new SimpleKey("d", null), List.of(1, 2), new Date(1_700_000_000_000L));

	private final List<MemcachedServer> servers = List.of(MemcachedServer.start(), MemcachedServer.start());

	private final MemcachedNode[] nodes = this.servers.stream()
		.map(MemcachedServer::node)
		.toArray(MemcachedNode[]::new);

	private MemcachedClient client;

	private Cache theirs;

	private Newcomer newcomer;

	private Cache ours;

	@BeforeEach
	void connect() throws IOException {
		this.client = new XMemcachedClientBuilder(
				List.of(this.nodes).stream().map((node) -> new InetSocketAddress(node.host(), node.port())).toList())
			.build();
		this.theirs = new MemcachedCache("books", new XMemcachedClient(this.client), 1000, PREFIX, "namespace");
		this.newcomer = new Newcomer(ForeignKeys.sixhours(PREFIX), Distribution.modulo(2), this.nodes);
		this.ours = this.newcomer.cache("books");
	}

	@AfterEach
	void close() throws IOException {
		this.newcomer.close();
		this.client.shutdown();
		this.servers.forEach(MemcachedServer::close);
	}

	@Test
	void readsAndRemovesEntriesOfAllKindsOfKeys() {
		for (Object key : KEYS) {
			this.theirs.put(key, "value of " + key);
			assertThat(this.ours.get(key)).as("key %s", key).isNotNull();
			assertThat(this.ours.get(key).get()).isEqualTo("value of " + key);
			this.ours.evict(key);
			assertThat(this.theirs.get(key)).as("key %s", key).isNull();
		}
	}

	@Test
	void readsValuesAndNulls() {
		this.theirs.put("book", new Book("Emma", List.of("Jane Austen")));
		this.theirs.put("null", null);
		assertThat(this.ours.get("book").get()).isEqualTo(new Book("Emma", List.of("Jane Austen")));
		assertThat(this.ours.get("null")).isNotNull();
		assertThat(this.ours.get("null").get()).isNull();
	}

	@Test
	void findsNothingBeforeAnythingWasStored() {
		assertThat(this.ours.get("a")).isNull();
		this.ours.evict("a");
		this.ours.clear();
	}

	@Test
	void seesThatTheOtherApplicationClears() {
		this.theirs.put("a", "1");
		assertThat(this.ours.get("a")).isNotNull();
		this.theirs.clear();
		assertThat(this.ours.get("a")).isNull();
		this.theirs.put("a", "2");
		assertThat(this.ours.get("a").get()).isEqualTo("2");
	}

	@Test
	void clearsForTheOtherApplication() {
		this.theirs.put("a", "1");
		this.ours.clear();
		assertThat(this.theirs.get("a")).isNull();
		assertThat(this.ours.get("a")).isNull();
	}

	/** The other starter takes both for one key, so that the value may be the other's. */
	@Test
	void servesNoEntryThatMayBeThatOfAnotherKey() {
		this.theirs.put("xy", "of xy");
		assertThat(this.theirs.get("x y").get()).isEqualTo("of xy");
		assertThat(this.ours.get("x y")).isNull();
		assertThat(this.ours.get("xy").get()).isEqualTo("of xy");
		this.ours.evict("x y");
		assertThat(this.theirs.get("xy")).isNull();
		this.theirs.put(new SimpleKey("a,b", "c"), "one");
		assertThat(this.theirs.get(new SimpleKey("a", "b,c")).get()).isEqualTo("one");
		assertThat(this.ours.get(new SimpleKey("a", "b,c"))).isNull();
	}

	@Test
	void leavesKeysAloneThatCannotBeTold() {
		assertThat(this.ours.get(new byte[] { 1 })).isNull();
		assertThat(this.ours.get(new Book("Emma", List.of()))).isNull();
		assertThat(this.ours.get("k".repeat(300))).isNull();
		this.ours.evict("k".repeat(300));
	}

}

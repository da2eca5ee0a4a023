package io.github.memcachedspring.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.Item;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.TcpProxy;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Items under a cache's keys that it cannot read.
 */
@Tag(MemcachedServer.CONTRACT)
@ExtendWith({ TestCachesExtension.class, OutputCaptureExtension.class })
class UndecodableTests {

	private final MemcachedServer server;

	private final TestCaches caches;

	private final MemcachedCache cache;

	UndecodableTests(MemcachedServer server, TestCaches caches) {
		this.server = server;
		this.caches = caches;
		this.cache = caches.cache();
	}

	private void write(byte[] bytes) {
		this.caches.operations().put(this.cache.wireKey("k"), bytes, Expiration.NEVER).await();
	}

	private byte[] entry() {
		this.cache.put("k", Book.DUNE);
		Item item = this.caches.operations().get(this.cache.wireKey("k")).await();
		return item.value();
	}

	private void isAMissAndRemoved() {
		assertThat(this.cache.get("k")).isNull();
		Callers.awaitUntil(() -> this.server.command("mg " + TestCaches.wireKey(this.cache, "k")).startsWith("EN"));
		assertThat(this.cache.getStatistics().undecodable()).isOne();
		assertThat(this.cache.getStatistics().failures()).isZero();
	}

	@Test
	void missesAndRemovesWhatSomebodyElseWrote() {
		write("{\"foreign\": true, \"and\": \"long enough to be an entry of ours\"}".getBytes(StandardCharsets.UTF_8));
		isAMissAndRemoved();
	}

	@Test
	void missesAndRemovesAnEntryWithAFlippedBit() {
		byte[] entry = entry();
		entry[entry.length - 3] ^= 4;
		write(entry);
		isAMissAndRemoved();
	}

	@Test
	void missesAndRemovesWhatIsLeftOfAnEntry() {
		byte[] entry = entry();
		write(Arrays.copyOf(entry, entry.length - 1));
		isAMissAndRemoved();
	}

	@Test
	void missesAndRemovesATypeThatIsNotTrusted(CapturedOutput output) {
		Transcoder trusting = Transcoder.of(
				JsonCodec.create(TestCaches.TRUSTED.withClasses(UnstorableTests.Untrusted.class), null),
				Compression.none());
		MemcachedCache other = this.caches.cache(this.cache.getName(),
				(configuration) -> configuration.transcoder(trusting));
		for (int i = 0; i < 3; i++) {
			other.put(i, new UnstorableTests.Untrusted());
			assertThat(other.get(i)).isNotNull();
			assertThat(this.cache.get(i)).isNull();
			assertThat(other.get(i)).isNull();
		}
		assertThat(this.cache.getStatistics().undecodable()).isEqualTo(3);
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), UnstorableTests.Untrusted.class.getName())).isOne();
		assertThat(output).contains("'memcached.cache.trusted-packages'");
	}

	@Test
	void loadsAnewInEveryWayToRead() {
		write(new byte[] { 1, 2, 3 });
		assertThat(this.cache.get("k", () -> Book.EMMA)).isEqualTo(Book.EMMA);
		assertThat(this.cache.get("k", Book.class)).isEqualTo(Book.EMMA);
		write(new byte[] { 1, 2, 3 });
		assertThat(this.cache.evictIfPresent("k")).isFalse();
		write(new byte[] { 1, 2, 3 });
		assertThat(Callers.await(this.cache.retrieve("k"))).isNull();
		assertThat(this.cache.getStatistics().undecodable()).isEqualTo(3);
	}

	@Test
	void warnsOfUnreadableEntriesOnceAMinute(CapturedOutput output) {
		for (int i = 0; i < 5; i++) {
			write(new byte[] { 1, 2, 3 });
			assertThat(this.cache.get("k")).isNull();
		}
		assertThat(StringUtils.countOccurrencesOf(output.getAll(), "WARN")).isOne();
	}

	@Test
	void removesOnlyIfTheItemIsUnchanged() {
		write(new byte[] { 1, 2, 3 });
		try (TcpProxy before = TcpProxy.before(this.server.node()); TestCaches slow = TestCaches.on(before.node())) {
			MemcachedCache reader = slow.cache(this.cache.getName(),
					(configuration) -> configuration.clearPropagation(Duration.ofHours(1)));
			assertThat(reader.get("settle")).isNull();
			long reads = this.server.stat("cmd_get");
			before.holdReplies();
			Future<Object> read = Callers.start(() -> reader.get("k"));
			Callers.awaitUntil(() -> this.server.stat("cmd_get") > reads);
			this.cache.put("k", Book.DUNE);
			before.release();
			assertThat(Callers.await(read)).isNull();
			assertThat(reader.getStatistics().undecodable()).isOne();
			// Behind the removal on the same connection.
			assertThat(reader.get("k", Book.class)).isEqualTo(Book.DUNE);
		}
	}

}

package io.github.memcachedspring.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.client.Expiration;
import io.github.memcachedspring.client.KeySpace;
import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.xmemcached.KeyDump;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpRefusedException;
import io.github.memcachedspring.client.xmemcached.KeyDump.DumpedItem;
import io.github.memcachedspring.test.MemcachedServer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What is copied, and what is not. */
@Tag("slow")
class BulkCopyTests {

	private static final Expiration MINUTE = Expiration.after(Duration.ofMinutes(1));

	private static final int SOME = 200;

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer fresh = MemcachedServer.start();

	private App before;

	private App app;

	private MemcachedCache books;

	@BeforeEach
	void start() {
		this.before = in(MigrationPhase.NONE).start();
		this.app = in(MigrationPhase.READ_THROUGH).start();
		this.books = this.before.cache("books");
	}

	private App.Builder in(MigrationPhase phase) {
		return App.in(phase, this.old.node(), this.fresh.node());
	}

	@AfterEach
	void close() {
		this.before.close();
		this.app.close();
		this.old.close();
		this.fresh.close();
	}

	/** Returns what has come of all runs of the instance. */
	private BulkCopyProgress copy(App instance) {
		keys(this.old);
		BulkCopyProgress before = instance.bulkCopy.getProgress();
		CopyWatch watch = new CopyWatch();
		try {
			assertThat(instance.bulkCopy.run(watch)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		BulkCopyProgress progress = instance.bulkCopy.getProgress();
		assertThat(progress.copied() - before.copied()).isEqualTo(watch.copied.get());
		assertThat(progress.present() - before.present()).isEqualTo(watch.present.get());
		assertThat(progress.failed() - before.failed()).isEqualTo(watch.failed.get());
		return progress;
	}

	/**
	 * Returns the wire keys that a server lists once it names all items. It passes over
	 * those that a connection still holds, which may be one that has got its answer.
	 */
	private Set<String> keys(MemcachedServer server) {
		return Awaitility.await()
			.pollDelay(Duration.ZERO)
			.atMost(Duration.ofSeconds(30))
			.ignoreExceptionsInstanceOf(DumpRefusedException.class)
			.until(() -> list(server), (keys) -> keys.size() == server.stat("curr_items"));
	}

	private Set<String> list(MemcachedServer server) throws IOException {
		Set<String> keys = new HashSet<>();
		try (KeyDump dump = KeyDump.open(server.node(), this.app.oldSettings)) {
			for (DumpedItem item = dump.next(); item != null; item = dump.next()) {
				keys.add(new String(item.key(), StandardCharsets.US_ASCII));
			}
		}
		return keys;
	}

	private static long remaining(MemcachedServer server, String key) {
		String answer = server.command("mg %s t".formatted(key));
		assertThat(answer).startsWith("HD t");
		return Long.parseLong(answer.substring("HD t".length()));
	}

	@Test
	void copiesEntriesSoThatTheOldClusterIsNotNeededAnyMore() {
		IntStream.range(0, SOME).forEach((isbn) -> this.books.put(isbn, "book " + isbn));
		this.before.cache("authors").put("none", null);
		BulkCopyProgress progress = copy(this.app);
		assertThat(progress.copied()).isEqualTo(SOME + 1);
		assertThat(progress.outdated() + progress.failed() + progress.present()).isZero();
		this.old.flushAll();
		MemcachedCache cache = this.app.cache("books");
		assertThat(IntStream.range(0, SOME))
			.allSatisfy((isbn) -> assertThat(cache.get(isbn, String.class)).isEqualTo("book " + isbn));
		assertThat(this.app.cache("authors").get("none")).isNotNull();
		assertThat(this.app.progress().copied()).isEqualTo(SOME + 1);
		assertThat(this.app.progress().hitsOnOld()).as("reads").isZero();
	}

	@Test
	void keepsTheTimeThatEntriesHaveLeft() {
		for (int seconds : new int[] { 10, 100, 3600, 30 * 86400, 90 * 86400 }) {
			this.books.forInvocation(Duration.ofSeconds(seconds)).put("s" + seconds, "v");
		}
		copy(this.app);
		for (int seconds : new int[] { 10, 100, 3600, 30 * 86400, 90 * 86400 }) {
			String key = ":c:books:s=s" + seconds;
			long left = remaining(this.old, key);
			assertThat(remaining(this.fresh, key)).as(key).isBetween(left - 2, left);
		}
	}

	@Test
	void leavesAloneWhatIsNoEntry() {
		this.books.put("dune", "v");
		this.before.counters.increment("visitors");
		this.before.updates.update("total", Long.class, (total) -> 1L);
		this.before.operations.getWithLease(KeySpace.of("", "c", "books").key("s=stub"), MINUTE).await();
		this.before.operations.put(KeySpace.of("other", "c", "books").key("s=emma"), new byte[1], MINUTE).await();
		this.before.operations.put(MemcachedKey.foreign("session-17"), new byte[1], MINUTE).await();
		this.old.command("set :c:books:s=broken 0 0 3\r\nabc");
		BulkCopyProgress progress = copy(this.app);
		assertThat(keys(this.fresh)).containsExactlyInAnyOrder(":c:books:s=dune", ":g:books:");
		assertThat(progress.copied()).isEqualTo(1);
		assertThat(progress.outdated()).as("stubs and what cannot be read").isEqualTo(2);
		assertThat(progress.others()).as("two values, two of others, a generation").isGreaterThanOrEqualTo(5);
	}

	@Test
	void leavesAloneWhatWasCleared() {
		this.books.put("dune", "v");
		this.books.clear();
		this.books.put("emma", "v");
		assertThat(copy(this.app)).extracting(BulkCopyProgress::copied, BulkCopyProgress::outdated)
			.containsExactly(1L, 1L);
		assertThat(keys(this.fresh)).containsExactlyInAnyOrder(":c:books:s=emma", ":g:books:");
	}

	/** What carries one that is remembered from before the loss, nobody finds. */
	@Test
	void copiesWithTheGenerationThatTheNewClusterHas() {
		IntStream.range(0, SOME).forEach((isbn) -> this.books.put(isbn, "book " + isbn));
		try (App copying = in(MigrationPhase.READ_THROUGH).settings(App.settings(false, Duration.ofHours(1))).start()) {
			assertThat(copy(copying).copied()).isEqualTo(SOME);
			this.fresh.flushAll();
			assertThat(copy(copying).copied()).isEqualTo(2L * SOME);
		}
		MemcachedCache cache = this.app.cache("books");
		assertThat(IntStream.range(0, SOME)).allSatisfy((isbn) -> assertThat(cache.get(isbn)).isNotNull());
		assertThat(this.app.progress().hitsOnOld()).isZero();
	}

	@Test
	void leavesAloneWhatIsBarred() {
		String digested = "x".repeat(300);
		for (String key : new String[] { "barred", "free", digested }) {
			this.books.put(key, "v");
		}
		this.before.cache("authors").put("barred", "v");
		Bars bars = new Bars(this.app.newCluster, MINUTE);
		KeySpace space = KeySpace.of("", "c", "books");
		bars.barEntry(space.key("s=barred")).await();
		bars.barEntry(space.key("s=" + digested)).await();
		bars.barCache(KeySpace.of("", "c", "authors").key("")).await();
		assertThat(copy(this.app)).extracting(BulkCopyProgress::copied, BulkCopyProgress::outdated)
			.containsExactly(1L, 3L);
		assertThat(keys(this.fresh)).contains(":c:books:s=free").doesNotContain(":c:books:s=barred");
	}

	@Test
	void leavesAloneWhatIsThere() {
		this.books.put("dune", "old");
		this.books.put("emma", "old");
		this.app.cache("books").put("emma", "new");
		this.before.operations.put(KeySpace.of("", "c", "books").key("s=emma"), entry("dune"), MINUTE).await();
		assertThat(copy(this.app)).extracting(BulkCopyProgress::copied, BulkCopyProgress::present)
			.containsExactly(1L, 1L);
		assertThat(this.app.cache("books").get("emma", String.class)).isEqualTo("new");
		assertThat(copy(this.app)).extracting(BulkCopyProgress::copied, BulkCopyProgress::present)
			.containsExactly(1L, 3L);
	}

	private byte[] entry(String key) {
		return this.before.operations.get(KeySpace.of("", "c", "books").key("s=" + key)).await().value();
	}

	@Test
	void copiesKeysThatAreTooLongToBeSent() {
		String key = "x".repeat(300);
		this.books.put(key, "v");
		assertThat(copy(this.app).copied()).isEqualTo(1);
		this.old.flushAll();
		assertThat(this.app.cache("books").get(key, String.class)).isEqualTo("v");
	}

	@Test
	void changesThePrefixOfKeysThatAreNotTooLong() {
		KeySpace space = KeySpace.of("", "c", "books");
		for (String key : new String[] { "dune", "50 %: a", "x".repeat(300) }) {
			this.books.put(key, "v");
			byte[] item = this.before.operations.get(space.key("s=" + key)).await().value();
			this.before.operations.put(space.withPrefix("shop").key("s=" + key), item, MINUTE).await();
		}
		String generation = this.old.command("get :g:books:").lines().skip(1).findFirst().orElseThrow();
		this.old.command("set shop:g:books: 0 0 %d\r\n%s".formatted(generation.length(), generation));
		try (App moved = in(MigrationPhase.READ_THROUGH).oldPrefix("shop").start()) {
			assertThat(copy(moved)).extracting(BulkCopyProgress::copied, BulkCopyProgress::unmapped)
				.containsExactly(2L, 1L);
			this.old.flushAll();
			assertThat(moved.cache("books").get("dune", String.class)).isEqualTo("v");
			assertThat(moved.cache("books").get("50 %: a", String.class)).isEqualTo("v");
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "PREPARE", "DONE" })
	void copiesNothingInOtherPhases(MigrationPhase phase) {
		this.books.put("dune", "v");
		try (App other = in(phase).start()) {
			assertCopiesNothing(other, "read-through");
		}
	}

	@Test
	void copiesNothingInADryRunOrAfterItsEnd() {
		this.books.put("dune", "v");
		try (App dry = in(MigrationPhase.READ_THROUGH).settings(App.settings(true)).start()) {
			assertCopiesNothing(dry, "dry run");
		}
		MigrationSettings settings = new MigrationSettings(false, Instant.now().minusSeconds(1), Duration.ofSeconds(60),
				Duration.ofHours(1), Duration.ZERO, 0.001, Duration.ofHours(1), (key) -> null);
		try (App late = in(MigrationPhase.READ_THROUGH).settings(settings).start()) {
			assertCopiesNothing(late, "before its end");
		}
	}

	private void assertCopiesNothing(App instance, String reason) {
		assertThat(instance.bulkCopy.whyNot()).contains(reason);
		assertThatIllegalStateException().isThrownBy(() -> instance.bulkCopy.run(new CopyWatch()))
			.withMessageContaining(reason);
		assertThat(keys(this.fresh)).noneMatch((key) -> key.startsWith(":c:"));
	}

	@Test
	void endsWhenTheInstanceMovesToAnotherPhase() {
		IntStream.range(0, 2000).forEach((isbn) -> this.books.put(isbn, "v"));
		assertThatIllegalStateException().isThrownBy(() -> this.app.bulkCopy.run(new CopyWatch() {

			@Override
			public boolean begin(int entries) {
				BulkCopyTests.this.app.controller.moveTo(MigrationPhase.DONE);
				return true;
			}

		})).withMessageContaining("read-through");
		assertThat(keys(this.fresh).size()).isLessThan(2000);
	}

	@Test
	void goesOnWhereAnotherInstanceStopped() throws InterruptedException {
		IntStream.range(0, 2000).forEach((isbn) -> this.books.put(isbn, "v"));
		CopyWatch stopped = new CopyWatch() {

			private int begun;

			@Override
			public boolean begin(int entries) {
				this.begun += entries;
				return this.begun < 1000;
			}

		};
		assertThat(this.app.bulkCopy.run(stopped)).isFalse();
		assertThat(stopped.copied.get()).isBetween(500, 1000);
		keys(this.old);
		try (App other = in(MigrationPhase.READ_THROUGH).start()) {
			CopyWatch watch = new CopyWatch();
			assertThat(other.bulkCopy.run(watch)).isTrue();
			assertThat(watch.present.get()).isBetween(stopped.copied.get() - 10, stopped.copied.get());
			assertThat(watch.present.get() + watch.copied.get()).isBetween(1990, 2000);
			assertThat(watch.size).as("less the generation, if that was listed").isBetween(2000L, 2001L);
		}
	}

	/** The servers tell the time of an access in seconds. */
	@Test
	void copiesFirstWhatIsInUse() throws InterruptedException {
		IntStream.range(0, 300).forEach((isbn) -> this.books.put("cold-" + isbn, "v"));
		long since = System.currentTimeMillis() / 1000 + 2;
		while (System.currentTimeMillis() / 1000 < since + 1) {
			Thread.sleep(20);
		}
		IntStream.range(0, 300).forEach((isbn) -> this.books.put("hot-" + isbn, "v"));
		keys(this.old);
		StringBuilder order = new StringBuilder();
		OldWireKeys wireKeys = new OldWireKeys("", "", this.app.oldCluster, new BulkCounters());
		OldKeyLists lists = new OldKeyLists(this.app.oldCluster, this.app.oldSettings, wireKeys, new BulkCounters(),
				since);
		assertThat(lists.read((keys) -> {
			keys.forEach((key) -> order.append(key.getKey().startsWith("s=hot-") ? 'h' : 'c'));
			return true;
		})).isTrue();
		assertThat(order.toString()).isEqualTo("h".repeat(300) + "c".repeat(300));
	}

}

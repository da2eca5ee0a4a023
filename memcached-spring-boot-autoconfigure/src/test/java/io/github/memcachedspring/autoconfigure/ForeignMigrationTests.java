package io.github.memcachedspring.autoconfigure;

import java.net.InetSocketAddress;
import java.util.List;

import io.github.memcachedspring.autoconfigure.MigrationContexts.Books;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.MigrationPhase;
import io.github.memcachedspring.migration.foreign.ForeignKeyMapper;
import io.github.memcachedspring.test.MemcachedServer;
import io.sixhours.memcached.cache.MemcachedCache;
import io.sixhours.memcached.cache.XMemcachedClient;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.cache.Cache;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Moves of applications that used another library, whose instances still run at first.
 */
class ForeignMigrationTests {

	private static final String SIXHOURS = "memcached.migration.from.format=sixhours";

	private final MemcachedServer old = MemcachedServer.start();

	private final MemcachedServer next = MemcachedServer.start();

	private MemcachedClient client;

	private Cache theirs;

	@BeforeEach
	void connect() throws Exception {
		this.client = new XMemcachedClientBuilder(List.of(new InetSocketAddress("127.0.0.1", this.old.port()))).build();
		this.theirs = new MemcachedCache("books", new XMemcachedClient(this.client), 1000, "memcached:spring-boot",
				"namespace");
	}

	@AfterEach
	void stop() throws Exception {
		this.client.shutdown();
		this.old.close();
		this.next.close();
	}

	private static Books books(ApplicationContext context) {
		return context.getBean(Books.class);
	}

	@Test
	void prepareReadsWhatTheOldApplicationStoresAndRemovesForIt() {
		this.theirs.put("emma", "1");
		MigrationContexts.moving("prepare", this.old, this.next, SIXHOURS).run((context) -> {
			assertThat(books(context).find("emma")).isEqualTo("1");
			this.theirs.put("emma", "2");
			assertThat(books(context).find("emma")).isEqualTo("2");
			books(context).remove("emma");
			assertThat(this.theirs.get("emma")).isNull();
			this.theirs.put("emma", "3");
			books(context).replace("emma");
			assertThat(this.theirs.get("emma")).isNull();
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
			assertThat(books(context).findTogether("emma")).isEqualTo("loaded emma");
			this.theirs.put("emma", "4");
			this.theirs.put("dune", "4");
			books(context).removeAll();
			assertThat(this.theirs.get("emma")).isNull();
			assertThat(books(context).find("dune")).isEqualTo("loaded dune");
		});
	}

	/** With one server for both, as with the first step of an application. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void readThroughTakesWhatTheOldApplicationHasStored(boolean sameServer) {
		MemcachedServer target = sameServer ? this.old : this.next;
		this.theirs.put("emma", "1");
		this.theirs.put("dune", null);
		MigrationContexts.moving("read-through", this.old, target, SIXHOURS).run((context) -> {
			assertThat(books(context).find("emma")).isEqualTo("1");
			assertThat(books(context).find("dune")).isNull();
			assertThat(books(context).find("emma")).isEqualTo("1");
			MigrationContexts.awaitCopy(target, "shop:c:books:s=emma");
			MigrationController migration = context.getBean(MigrationController.class);
			Awaitility.await().until(() -> migration.getProgress().copied() == 2);
			books(context).remove("emma");
			assertThat(this.theirs.get("emma")).isNull();
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
			this.theirs.put("lear", "1");
			this.theirs.put("ulysses", "1");
			books(context).replace("lear");
			assertThat(this.theirs.get("lear")).isNull();
			books(context).removeAll();
			assertThat(books(context).find("lear")).isEqualTo("loaded lear");
			assertThat(books(context).find("ulysses")).isEqualTo("loaded ulysses");
			assertThat(books(context).find("emma")).isEqualTo("loaded emma");
		});
	}

	@Test
	void theTimeThatRemainsIsKept() {
		this.theirs.put("emma", "1");
		MigrationContexts.moving("read-through", this.old, this.next, SIXHOURS).run((context) -> {
			assertThat(books(context).find("emma")).isEqualTo("1");
			MigrationContexts.awaitCopy(this.next, "shop:c:books:s=emma");
			assertThat(Wire.remainingSeconds(this.next, "shop:c:books:s=emma")).isBetween(980, 1000);
		});
	}

	/** As it is by default there. */
	@Test
	void entriesThatNeverExpireLiveAsLongAsNewOnes() throws Exception {
		this.client.set("books:emma", 0, "1");
		MigrationContexts
			.moving("read-through", this.old, this.next, "memcached.migration.from.format=spymemcached",
					"memcached.cache.caches.books.time-to-live=100s")
			.run((context) -> {
				assertThat(books(context).find("emma")).isEqualTo("1");
				MigrationContexts.awaitCopy(this.next, "shop:c:books:s=emma");
				assertThat(Wire.remainingSeconds(this.next, "shop:c:books:s=emma")).isBetween(90, 100);
			});
	}

	@Test
	void findsKeysByPatternAndByMapper() throws Exception {
		this.client.set("app/books_emma", 1000, "by pattern");
		this.client.set("b-emma", 1000, "by mapper");
		String format = "memcached.migration.from.format=xmemcached";
		MigrationContexts
			.moving("read-through", this.old, this.next, format, "memcached.migration.from.key-prefix=app/",
					"memcached.migration.from.key-pattern={cache}_{key}")
			.run((context) -> assertThat(books(context).find("emma")).isEqualTo("by pattern"));
		this.next.restart();
		MigrationContexts.moving("read-through", this.old, this.next, format)
			.withBean(ForeignKeyMapper.class, () -> (cacheName, key) -> cacheName.charAt(0) + "-" + key)
			.run((context) -> assertThat(books(context).find("emma")).isEqualTo("by mapper"));
	}

	@Test
	void movesOnAtRunTime() {
		this.theirs.put("emma", "1");
		MigrationContexts.moving("prepare", this.old, this.next, SIXHOURS).run((context) -> {
			assertThat(books(context).find("emma")).isEqualTo("1");
			context.getBean(MigrationController.class).moveTo(MigrationPhase.READ_THROUGH);
			assertThat(books(context).find("emma")).isEqualTo("1");
			MigrationContexts.awaitCopy(this.next, "shop:c:books:s=emma");
		});
	}

}

package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.AtomicUpdates;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.interceptor.SimpleKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Updates of what annotated methods have cached.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag(MemcachedServer.CONTRACT)
class UpdatesOfCachedMethodsTests {

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	UpdatesOfCachedMethodsTests(MemcachedServer server) {
		this.server = server;
		this.runner = TestContexts.withTrust(server.node())
			.withBean(Shelf.class)
			.withPropertyValues("memcached.cache.key-prefix=shop", "memcached.cache.jitter=0");
	}

	@Test
	void methodsReturnWhatWasUpdatedAndLoadNothing() {
		this.runner.run((context) -> {
			Shelf shelf = context.getBean(Shelf.class);
			AtomicUpdates<Object> updates = context.getBean(AtomicUpdateTemplate.class).on("stock");
			assertThat(shelf.stock(7)).isEqualTo(new Stock(100, 1));
			updates.update(7L, Stock.class, (stock) -> stock.add(5));
			assertThat(shelf.stock(7)).isEqualTo(new Stock(105, 1));
			assertThat(this.server.command("mg shop:c:stock:l=7 t")).matches("HD t(89|90)");
			updates.update(new SimpleKey("paris", 7L), Stock.class, (stock) -> new Stock(1, 0));
			assertThat(shelf.stockIn("paris", 7)).isEqualTo(new Stock(1, 0));
			assertThat(shelf.loads()).isOne();
		});
	}

	@Test
	void methodsLoadAnewWhatWasRemoved() {
		this.runner.run((context) -> {
			Shelf shelf = context.getBean(Shelf.class);
			AtomicUpdates<Object> updates = context.getBean(AtomicUpdateTemplate.class).on("stock");
			shelf.stock(8);
			assertThat(updates.deleteIf(8L, Stock.class, (stock) -> stock.copies() == 100).isApplied()).isTrue();
			assertThat(shelf.stock(8)).isEqualTo(new Stock(100, 2));
			shelf.sold(8);
			assertThat(updates.updateIfPresent(8L, Stock.class, (stock) -> stock.add(1)))
				.isEqualTo(new AtomicResult.Absent<>());
		});
	}

	@Test
	void aMethodThatRunsMeanwhileDoesNotOverwriteTheUpdate() {
		this.runner.run((context) -> {
			Shelf shelf = context.getBean(Shelf.class);
			AtomicUpdates<Object> updates = context.getBean(AtomicUpdateTemplate.class)
				.on("stock")
				.withTimeToLive(Duration.ofMinutes(1));
			shelf.setMeanwhile(() -> updates.update(9L, Stock.class, (stock) -> new Stock(3, 0)));
			assertThat(shelf.stock(9)).isEqualTo(new Stock(100, 1));
			assertThat(shelf.stock(9)).isEqualTo(new Stock(3, 0));
		});
	}

	record Stock(int copies, int load) {

		Stock add(int more) {
			return new Stock(this.copies + more, this.load);
		}

	}

	static class Shelf {

		private final AtomicInteger loads = new AtomicInteger();

		private Runnable meanwhile = () -> {
		};

		@Cacheable("stock")
		@CacheTtl("90s")
		public Stock stock(long id) {
			this.meanwhile.run();
			return new Stock(100, this.loads.incrementAndGet());
		}

		@Cacheable("stock")
		public Stock stockIn(String town, long id) {
			return stock(id);
		}

		public int loads() {
			return this.loads.get();
		}

		public void setMeanwhile(Runnable meanwhile) {
			this.meanwhile = meanwhile;
		}

		@CacheEvict("stock")
		public void sold(long id) {
		}

	}

}

package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.Undisturbed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that whoever is slow where Spring or the application goes on after a reply, and
 * asks for another cached value there, holds up nobody else.
 */
@ExtendWith(MemcachedServerExtension.class)
@Tag("slow")
class SlowCompletionTests {

	private static final int SLOW_CALLERS = 30;

	private static final int CALLS = 2000;

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final MemcachedServer server;

	SlowCompletionTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void aSlowFutureHoldsUpNobody() throws Exception {
		assertThatOthersAreServed("future", Shop::slowFuture);
	}

	@Test
	void aSlowMonoHoldsUpNobody() throws Exception {
		assertThatOthersAreServed("mono", (shop, key) -> shop.slowMono(key).toFuture());
	}

	@Test
	void aSlowStepAfterAHitHoldsUpNobody() throws Exception {
		assertThatOthersAreServed("hit", (shop, key) -> shop.future("hot").thenApply((value) -> shop.slow(key)));
	}

	private void assertThatOthersAreServed(String what, BiFunction<Shop, String, CompletableFuture<String>> slow)
			throws Exception {
		Undisturbed.run(() -> callBeside(what + System.nanoTime() + "-", slow));
	}

	private void callBeside(String what, BiFunction<Shop, String, CompletableFuture<String>> slow) {
		try (ConfigurableApplicationContext context = start()) {
			Shop shop = context.getBean(Shop.class);
			shop.future("hot").join();
			measure(shop);
			long alone = measure(shop);
			List<CompletableFuture<String>> futures = new ArrayList<>();
			// As many at once as there may be, and for as long as is measured.
			IntStream.range(0, SLOW_CALLERS).forEach((i) -> futures.add(onItsThread(() -> slow.apply(shop, what + i))));
			assertThat(futures).as("under way").anyMatch((future) -> !future.isDone());
			long beside = measure(shop);
			boolean stillSlow = futures.stream().anyMatch((future) -> !future.isDone());
			System.out.printf("p99 alone %d us, beside %d slow callers (%s) %d us%n", alone, SLOW_CALLERS, what,
					beside);
			assertThat(futures).allSatisfy((future) -> assertThat(future).succeedsWithin(20, TimeUnit.SECONDS)
				.asString()
				.startsWith("value of other of " + what));
			assertThat(stillSlow).as("slow callers were there all the time").isTrue();
			assertThat(beside).isLessThan(Math.max(alone * 10, TimeUnit.MILLISECONDS.toMicros(400)));
		}
	}

	/** Calls where whatever goes on after a reply that is there already may be slow. */
	private static <T> CompletableFuture<T> onItsThread(Supplier<CompletableFuture<T>> call) {
		return CompletableFuture.supplyAsync(call, (task) -> new Thread(task, "slow caller").start())
			.thenCompose(Function.identity());
	}

	/** Returns the 99th percentile in microseconds of hits, blocking and not. */
	private static long measure(Shop shop) {
		Function<Integer, String> call = (i) -> (i % 2 == 0) ? shop.plain("hot") : shop.future("hot").join();
		long[] micros = new long[CALLS];
		long giveUp = System.nanoTime() + PAUSE.toNanos() * 7 / 10;
		int count = 0;
		while (count < CALLS && System.nanoTime() < giveUp) {
			long start = System.nanoTime();
			assertThat(call.apply(count)).isEqualTo("value of hot");
			micros[count++] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
		}
		Arrays.sort(micros, 0, count);
		return micros[count * 99 / 100];
	}

	private ConfigurableApplicationContext start() {
		return TestApplications.run(List.of(TestApplications.CachingApplication.class, Shop.class, Prices.class),
				"memcached.servers=" + this.server.node(), "spring.main.log-startup-info=false");
	}

	static class Shop {

		private final Prices prices;

		Shop(Prices prices) {
			this.prices = prices;
		}

		@Cacheable("plain")
		String plain(String key) {
			return "value of " + key;
		}

		@Cacheable("future")
		CompletableFuture<String> future(String key) {
			return CompletableFuture.completedFuture("value of " + key);
		}

		/** Spring calls this after the reply that the key is not there. */
		@Cacheable("slow-future")
		CompletableFuture<String> slowFuture(String key) {
			return CompletableFuture.completedFuture(slow(key));
		}

		@Cacheable("slow-mono")
		Mono<String> slowMono(String key) {
			return Mono.fromSupplier(() -> slow(key));
		}

		String slow(String key) {
			try {
				TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			String first = this.prices.plain("other of " + key);
			return this.prices.future(first.substring("value of ".length())).join();
		}

	}

	static class Prices {

		@Cacheable("prices")
		String plain(String key) {
			return "value of " + key;
		}

		@Cacheable("future-prices")
		CompletableFuture<String> future(String key) {
			return CompletableFuture.completedFuture("value of " + key);
		}

	}

}

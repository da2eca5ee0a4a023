package io.github.memcachedspring.warmup;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.test.Undisturbed;
import io.github.memcachedspring.warmup.WarmUpProgress.State;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** Tests for {@link CacheWarmUp} and {@link CacheWarmer}. */
@ExtendWith({ MemcachedServerExtension.class, OutputCaptureExtension.class })
@Tag(MemcachedServer.CONTRACT)
class CacheWarmUpTests {

	private static final AtomicInteger NUMBER = new AtomicInteger();

	private final String name = "warm-" + NUMBER.incrementAndGet();

	private final MemcachedServer server;

	private final Set<Object> loaded = ConcurrentHashMap.newKeySet();

	private Instance instance;

	private MemcachedCache cache;

	CacheWarmUpTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void connect() {
		this.instance = new Instance(this.server.node());
		this.cache = this.instance.cache(this.name);
	}

	@AfterEach
	void close() {
		this.instance.close();
	}

	private Stream<Integer> keys(int count) {
		return IntStream.range(0, count).boxed();
	}

	private String load(Integer key) {
		assertThat(this.loaded.add(key)).as("loaded once").isTrue();
		return "value " + key;
	}

	private CacheWarmer<Integer> loading(int count) {
		return CacheWarmer.loading(this.name, () -> keys(count), this::load);
	}

	@Test
	void loadsWhatIsNotThere() {
		this.cache.put(7, "mine");
		WarmUpProgress progress = this.instance.run(loading(1000));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(progress)
			.extracting(WarmUpProgress::seen, WarmUpProgress::filled, WarmUpProgress::present, WarmUpProgress::failed)
			.containsExactly(1000L, 999L, 1L, 0L);
		assertThat(this.cache.get(7, String.class)).isEqualTo("mine");
		assertThat(keys(1000)).filteredOn((key) -> key != 7)
			.allSatisfy((key) -> assertThat(this.cache.get(key, String.class)).isEqualTo("value " + key));
		assertThat(this.loaded).hasSize(999);
	}

	@Test
	void loadsNothingTheSecondTime() {
		this.instance.run(loading(300));
		WarmUpProgress progress = this.instance.run(loading(300));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(progress.present()).isEqualTo(300);
	}

	/** Else it would take five minutes. */
	@Test
	void passesByWhatIsThereWithoutCountingItAsALoad() {
		this.instance.run(loading(300));
		CacheWarmUp warmUp = this.instance.warmUp(Instance.FAST.withRate(1), loading(300));
		warmUp.start().join();
		assertThat(warmUp.progress().get(0).elapsed()).isLessThan(Instance.PATIENCE);
	}

	@Test
	void loadsAgainWhatWasCleared() {
		this.instance.run(loading(300));
		this.cache.clear();
		this.loaded.clear();
		assertThat(this.instance.run(loading(300)).filled()).isEqualTo(300);
		assertThat(this.cache.get(299, String.class)).isEqualTo("value 299");
	}

	@Test
	void storesNulls() {
		assertThat(this.instance.run(CacheWarmer.loading(this.name, () -> keys(3), (key) -> null)).filled())
			.isEqualTo(3);
		assertThat(this.cache.get(2)).isNotNull();
	}

	@Test
	void leavesOutKeysThatFailAndSaysSoOnce(CapturedOutput output) {
		WarmUpProgress progress = this.instance.run(CacheWarmer.loading(this.name, () -> keys(100), (key) -> {
			if (key % 50 == 3) {
				throw new IOException("no " + key);
			}
			return load(key);
		}));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(progress.failed()).isEqualTo(2);
		assertThat(progress.filled()).isEqualTo(98);
		assertThat(this.server.command("mg :c:%s:i=3 v".formatted(this.name))).as("no lease is left").isEqualTo("EN");
		assertThat(output.getAll().split("WARN", -1)).hasSize(2);
		assertThat(output).contains("Warm-up '%s' leaves out a key".formatted(this.name));
	}

	@Test
	void survivesErrorsOfALoader() {
		WarmUpProgress progress = this.instance.run(CacheWarmer.loading(this.name, () -> keys(3), (key) -> {
			throw new NoClassDefFoundError();
		}));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(progress.failed()).isEqualTo(3);
	}

	@Test
	void leavesOutWhatCannotBeAKey() {
		Stream<Object> keys = Stream.of(new Object(), "key");
		WarmUpProgress progress = this.instance.run(CacheWarmer.loading(this.name, () -> keys, (key) -> "value"));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(progress.failed()).isOne();
		assertThat(progress.filled()).isOne();
	}

	@Test
	void endsWithAWarningWhenTheStreamFails(CapturedOutput output) {
		AtomicBoolean closed = new AtomicBoolean();
		WarmUpProgress progress = this.instance.run(CacheWarmer.loading(this.name,
				() -> keys(1000).peek((key) -> assertThat(key).as("of the stream").isLessThan(300))
					.onClose(() -> closed.set(true)),
				this::load));
		assertThat(progress.state()).isEqualTo(State.FAILED);
		assertThat(progress.filled()).isEqualTo(256);
		assertThat(closed).isTrue();
		assertThat(output).contains("Warm-up '%s' ends early".formatted(this.name));
		assertThat(this.server.command("mg :w:%s: v".formatted(this.name))).as("no lease is left").isEqualTo("EN");
	}

	@Test
	void endsWithAWarningWhenThereIsNoCacheOrNoStream(CapturedOutput output) {
		CacheWarmUp warmUp = CacheWarmUp.builder(this.instance.operations, (cacheName) -> {
			throw new IllegalStateException("no cache '%s'".formatted(cacheName));
		}).warmers(List.of(loading(1))).build();
		warmUp.start().join();
		assertThat(warmUp.progress().get(0).state()).isEqualTo(State.FAILED);
		assertThat(output).contains("no cache '%s'".formatted(this.name));
		assertThat(this.instance.run(CacheWarmer.loading(this.name, () -> {
			throw new IllegalStateException("no stream");
		}, this::load)).state()).isEqualTo(State.FAILED);
	}

	@Test
	void waitsForNobodyIfThereIsNoCache() {
		this.server.command("mg :w:%s: N300".formatted(this.name));
		CacheWarmUp warmUp = CacheWarmUp.builder(this.instance.operations, (cacheName) -> {
			throw new IllegalStateException("no cache '%s'".formatted(cacheName));
		}).warmers(List.of(loading(1))).build();
		assertThat(warmUp.start()).succeedsWithin(Instance.PATIENCE);
		assertThat(warmUp.worthWaiting()).succeedsWithin(Instance.PATIENCE);
		assertThat(warmUp.progress().get(0).state()).isEqualTo(State.FAILED);
	}

	@Test
	void runsWarmersInTheirOrder() {
		CacheWarmUp warmUp = this.instance.warmUp(loading(10).named("first"),
				CacheWarmer.loading(this.name, () -> Stream.of(5, 20), this::load).named("second"));
		warmUp.start().join();
		assertThat(warmUp.progress()).extracting(WarmUpProgress::name).containsExactly("first", "second");
		assertThat(warmUp.progress()).extracting(WarmUpProgress::filled).containsExactly(10L, 1L);
		this.cache.evict(20);
		this.loaded.remove(20);
		warmUp.start("second").join();
		assertThat(warmUp.progress()).extracting(WarmUpProgress::filled).containsExactly(10L, 1L);
		assertThat(warmUp.isRunning()).isFalse();
	}

	@Test
	void refusesNamesThatAreUnknownOrNotUnique() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.instance.warmUp(loading(1)).start("other"))
			.withMessage("There is no warmer 'other'; there are [%s]".formatted(this.name));
		assertThatIllegalArgumentException().isThrownBy(() -> this.instance.warmUp(loading(1), loading(2)))
			.withMessageContaining("two warmers '%s'", this.name);
	}

	@Test
	void storesPairsWhereThereIsNothing() {
		this.cache.put(7, "mine");
		WarmUpProgress progress = this.instance.run(pairs(1000));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(progress.filled()).isEqualTo(999);
		assertThat(progress.present()).isOne();
		assertThat(this.cache.get(7, String.class)).isEqualTo("mine");
		assertThat(this.cache.get(999, String.class)).isEqualTo("value 999");
	}

	private CacheWarmer<Integer> pairs(int count) {
		return CacheWarmer.storing(this.name, () -> keys(count).map((key) -> Map.entry(key, load(key))));
	}

	@Test
	void readsPairsAnewThatWereReadBeforeAClear() {
		AtomicInteger version = new AtomicInteger(1);
		WarmUpProgress progress = this.instance.run(CacheWarmer.storing(this.name, () -> {
			String value = "version " + version.get();
			return keys(1000).map((key) -> {
				if (key == 500 && version.compareAndSet(1, 2)) {
					this.cache.clear();
				}
				return Map.entry(key, value);
			});
		}));
		assertThat(progress.state()).isEqualTo(State.DONE);
		assertThat(keys(1000))
			.allSatisfy((key) -> assertThat(this.cache.get(key, String.class)).isEqualTo("version 2"));
	}

	@Test
	void doesNotStoreAPairThatIsTooLarge() {
		WarmUpProgress progress = this.instance.run(CacheWarmer.storing(this.name,
				() -> Stream.of(Map.entry(1, "x".repeat(2_000_000)), Map.entry(2, "y"))));
		assertThat(progress.failed()).isOne();
		assertThat(progress.filled()).isOne();
		assertThat(this.server.command("mg :c:%s:i=1 v".formatted(this.name))).as("no lease is left").isEqualTo("EN");
	}

	@Test
	void callsMethodsForWhatIsNotThere() {
		this.cache.put(1, "mine");
		WarmUpProgress progress = this.instance
			.run(CacheWarmer.calling(this.name, () -> keys(3), (key) -> this.cache.get(key, () -> load(key))));
		assertThat(progress.filled()).isEqualTo(2);
		assertThat(progress.present()).isOne();
		assertThat(this.loaded).containsExactlyInAnyOrder(0, 2);
	}

	@Test
	void leavesLoadsOfOthersToThem() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Thread other = new Thread(() -> this.cache.get(1, () -> {
			entered.countDown();
			goOn.await();
			return "theirs";
		}));
		other.start();
		entered.await();
		try {
			assertThat(this.instance.run(loading(3)).present()).isOne();
		}
		finally {
			goOn.countDown();
			other.join();
		}
		assertThat(this.cache.get(1, String.class)).isEqualTo("theirs");
	}

	@Test
	void loadersMayUseTheCacheForTheirOwnKey() {
		WarmUpProgress progress = this.instance
			.run(CacheWarmer.loading(this.name, () -> keys(3), (key) -> this.cache.get(key, () -> load(key))));
		assertThat(progress.filled()).isEqualTo(3);
		assertThat(progress.elapsed()).isLessThan(Instance.PATIENCE);
		assertThat(this.cache.get(2, String.class)).isEqualTo("value 2");
	}

	@Test
	void appliesTheTimeToLiveOfTheWarmer() {
		this.instance.run(loading(20).timeToLive(Duration.ofSeconds(100)));
		assertThat(keys(20)).allSatisfy((key) -> assertThat(Integer
			.parseInt(this.server.command("mg :c:%s:i=%d t".formatted(this.name, key)).substring("HD t".length())))
			.isBetween(88, 100));
	}

	@Test
	void endsAnEndlessStreamWhenCancelled() {
		AtomicLong read = new AtomicLong();
		AtomicBoolean closed = new AtomicBoolean();
		CacheWarmUp warmUp = this.instance.warmUp(CacheWarmer.loading(this.name,
				() -> LongStream.iterate(0, (key) -> key + 1).peek(read::set).boxed().onClose(() -> closed.set(true)),
				(key) -> "value"));
		CompletableFuture<Void> end = warmUp.start();
		Instance.waitUntil(() -> warmUp.progress().get(0).filled() > 500);
		assertThat(read.get()).as("read ahead").isLessThan(warmUp.progress().get(0).seen() + 10_000);
		assertThat(warmUp.start()).as("joins the run").isNotDone();
		warmUp.cancel();
		end.join();
		assertThat(warmUp.progress().get(0)).satisfies((progress) -> {
			assertThat(progress.state()).isEqualTo(State.CANCELLED);
			assertThat(progress.percent()).isNull();
		});
		assertThat(closed).isTrue();
	}

	@Test
	void endsPromptlyAlthoughLoadsAndStreamsBlock() throws Exception {
		Undisturbed.run(this::closeWhileLoadsAndStreamsBlock);
	}

	private void closeWhileLoadsAndStreamsBlock() throws Exception {
		CountDownLatch entered = new CountDownLatch(2);
		CountDownLatch never = new CountDownLatch(1);
		CacheWarmUp warmUp = this.instance.warmUp(CacheWarmer.loading(this.name, () -> keys(200).peek((key) -> {
			if (key == 150) {
				entered.countDown();
				awaitQuietly(never);
			}
		}), (key) -> {
			entered.countDown();
			never.await();
			return null;
		}));
		CompletableFuture<Void> end = warmUp.start();
		entered.await();
		warmUp.close();
		assertThat(warmUp.isRunning()).isFalse();
		assertThat(end).succeedsWithin(Instance.PATIENCE);
		assertThat(warmUp.progress().get(0).state()).isEqualTo(State.CANCELLED);
		assertThat(this.server.command("mg :w:%s: v".formatted(this.name))).as("no lease is left").isEqualTo("EN");
		assertThatIllegalStateException().isThrownBy(warmUp::start);
	}

	/** Swallows the interrupt, as some drivers do. */
	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void saysHowFarItIs(CapturedOutput output) {
		WarmUpProgress progress = this.instance.run(loading(40));
		assertThat(progress.percent()).isEqualTo(100);
		assertThat(progress.size()).isEqualTo(40);
		assertThat(output).contains("Warm-up '%s' is done after ".formatted(this.name),
				"40 filled, 0 there before, 0 left out");
		assertThat(this.instance.run(loading(40).size(() -> 80)).percent()).isEqualTo(50);
	}

}

package io.github.memcachedspring.observation;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.client.xmemcached.XMemcachedOperations;
import io.github.memcachedspring.client.xmemcached.XMemcachedSettings;
import io.github.memcachedspring.observation.MemcachedObservation.LoadWaitKey;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.JsonCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemcachedObservations} of waits for loads.
 */
@ExtendWith(MemcachedServerExtension.class)
class ObservedWaitsTests {

	private final MemcachedServer server;

	private final Queue<LoadWaitContext> started = new ConcurrentLinkedQueue<>();

	private final Queue<LoadWaitContext> stopped = new ConcurrentLinkedQueue<>();

	private final ObservationRegistry registry = ObservationRegistry.create();

	private final ExecutorService callers = Executors.newCachedThreadPool();

	private final CountDownLatch loaded = new CountDownLatch(1);

	private final CountDownLatch loading = new CountDownLatch(1);

	private XMemcachedOperations operations;

	private MemcachedCacheManager manager;

	ObservedWaitsTests(MemcachedServer server) {
		this.server = server;
	}

	@BeforeEach
	void connect() {
		this.registry.observationConfig().observationHandler(new Recorder());
		this.operations = XMemcachedOperations
			.connect(XMemcachedSettings.of(List.of(this.server.node())).timeout(Duration.ofSeconds(5)));
		Awaitility.await().until(() -> this.operations.isConnected(this.server.node()));
	}

	@AfterEach
	void close() {
		this.loaded.countDown();
		this.callers.shutdown();
		this.manager.destroy();
		this.operations.close();
	}

	@Test
	void callsThatBlockAreSeenToWait() {
		MemcachedCache cache = cache(UnaryOperator.identity());
		CompletableFuture<String> loader = startLoad(cache);
		Observation request = Observation.start("request", this.registry);
		CompletableFuture<String> waiting = CompletableFuture
			.supplyAsync(() -> request.scoped(() -> cache.get("key", () -> "other")), this.callers);
		awaitEndOfLoad();
		assertThat(waiting.join()).isEqualTo(loader.join()).isEqualTo("value");
		assertThat(this.stopped).hasSize(1).allSatisfy((context) -> {
			assertThat(keyValue(context, LoadWaitKey.CACHE)).isEqualTo(cache.getName());
			assertThat(keyValue(context, LoadWaitKey.OUTCOME)).isEqualTo("ended");
			assertThat(context.getParentObservation()).isEqualTo(request);
			assertThat(context.getContextualName()).isEqualTo("wait for load " + cache.getName());
			assertThat(context.getKey()).isEqualTo("key");
			assertThat(context.getHighCardinalityKeyValues()).isEmpty();
		});
	}

	@Test
	void callsThatDoNotBlockAreSeenToWaitAsPartOfWhatTheirThreadDid() {
		MemcachedCache cache = cache(UnaryOperator.identity());
		startLoad(cache);
		Observation request = Observation.start("request", this.registry);
		CompletableFuture<String> waiting = request
			.scoped(() -> cache.retrieve("key", () -> CompletableFuture.completedFuture("other")));
		awaitEndOfLoad();
		assertThat(waiting.join()).isEqualTo("value");
		assertThat(this.stopped).hasSize(1).allSatisfy((context) -> {
			assertThat(keyValue(context, LoadWaitKey.OUTCOME)).isEqualTo("ended");
			assertThat(context.getParentObservation()).isEqualTo(request);
		});
	}

	@Test
	void callsThatLoadForThemselvesInTheEndAreSeenToGiveUp() {
		MemcachedCache cache = cache(
				(settings) -> settings.lease(Duration.ofSeconds(2)).waitLimit(Duration.ofMillis(2100)));
		startLoad(cache);
		assertThat(cache.get("key", () -> "other")).isEqualTo("other");
		assertThat(this.stopped).extracting((context) -> keyValue(context, LoadWaitKey.OUTCOME))
			.containsExactly("given-up");
	}

	@Test
	void callsThatDoNotWaitAreNotSeen() {
		MemcachedCache cache = cache(UnaryOperator.identity());
		assertThat(cache.get("key", () -> "value")).isEqualTo("value");
		assertThat(cache.get("key", () -> "other")).isEqualTo("value");
		assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture("other")).join()).isEqualTo("value");
		assertThat(this.started).isEmpty();
	}

	private MemcachedCache cache(UnaryOperator<MemcachedCacheConfiguration> settings) {
		MemcachedObservations observations = new MemcachedObservations();
		observations.observeIn(this.registry);
		Transcoder transcoder = Transcoder.of(JsonCodec.create(TrustedTypes.jdkOnly(), null), Compression.none());
		this.manager = MemcachedCacheManager
			.builder(this.operations, settings.apply(MemcachedCacheConfiguration.of(transcoder)))
			.loadWaitListener(observations.waits())
			.build();
		return (MemcachedCache) this.manager.getCache("waits-" + System.nanoTime());
	}

	private CompletableFuture<String> startLoad(MemcachedCache cache) {
		CompletableFuture<String> load = CompletableFuture.supplyAsync(() -> cache.get("key", () -> {
			this.loading.countDown();
			this.loaded.await(60, TimeUnit.SECONDS);
			return "value";
		}), this.callers);
		try {
			assertThat(this.loading.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		return load;
	}

	private void awaitEndOfLoad() {
		Awaitility.await().until(() -> this.started.size() == 1);
		assertThat(this.stopped).isEmpty();
		this.loaded.countDown();
	}

	private static @Nullable String keyValue(LoadWaitContext context, LoadWaitKey key) {
		KeyValue keyValue = context.getLowCardinalityKeyValue(key.asString());
		return (keyValue != null) ? keyValue.getValue() : null;
	}

	private final class Recorder implements ObservationHandler<LoadWaitContext> {

		@Override
		public void onStart(LoadWaitContext context) {
			ObservedWaitsTests.this.started.add(context);
		}

		@Override
		public void onStop(LoadWaitContext context) {
			ObservedWaitsTests.this.stopped.add(context);
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof LoadWaitContext;
		}

	}

}

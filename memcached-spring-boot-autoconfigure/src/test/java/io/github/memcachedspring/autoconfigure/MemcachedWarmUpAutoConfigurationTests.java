package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.github.memcachedspring.warmup.WarmUpProgress;
import io.github.memcachedspring.warmup.WarmUpProgress.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MemcachedWarmUpAutoConfiguration}, and for when traffic is accepted.
 */
@ExtendWith({ MemcachedServerExtension.class, OutputCaptureExtension.class })
@Tag("slow")
class MemcachedWarmUpAutoConfigurationTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final MemcachedServer server;

	private final ApplicationContextRunner runner;

	private Probe probe = new Probe();

	MemcachedWarmUpAutoConfigurationTests(MemcachedServer server) {
		this.server = server;
		server.flushAll();
		this.runner = TestContexts.withCaching(server.node()).withUserConfiguration(Warmers.class);
		this.probe.gate.countDown();
		Warmers.probe = this.probe;
	}

	private ConfigurableApplicationContext start(String... properties) {
		return startOn(this.server.node().toString(), properties);
	}

	/** An argument that is there twice would be a list of both values. */
	private ConfigurableApplicationContext startOn(String servers, String... properties) {
		String[] all = Stream
			.concat(Stream.of("memcached.servers=" + servers, "memcached.cache.key-prefix=shop"), Stream.of(properties))
			.toArray(String[]::new);
		return TestApplications.run(List.of(TestApplications.CachingApplication.class, Warmers.class), all);
	}

	@Test
	void doesNothingWithoutWarmers() {
		TestContexts.withCaching(this.server.node())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheWarmUp.class));
	}

	@Test
	void doesNothingWhenDisabled() {
		this.runner.withPropertyValues("memcached.warm-up.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CacheWarmUp.class)
				.doesNotHaveBean(StartUpWarmUp.class));
	}

	@Test
	void leavesTheStartToTheApplicationIfToldSo() {
		try (ConfigurableApplicationContext context = start("memcached.warm-up.on-start=false")) {
			CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
			assertThat(warmUp.progress().get(0).state()).isEqualTo(State.PENDING);
			warmUp.start().join();
			assertThat(warmUp.progress().get(0).filled()).isEqualTo(20);
		}
	}

	@Test
	void isWarmBeforeTheApplicationAcceptsTraffic() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(this.probe.seen.get()).as("when traffic was accepted").satisfies((progress) -> {
				assertThat(progress.state()).isEqualTo(State.DONE);
				assertThat(progress.filled()).isEqualTo(20);
			});
			assertThat(context.getBean(CacheManager.class).getCache("books").get(7, String.class)).isEqualTo("book 7");
			assertThat(this.server.command("mg shop:c:books:i=7 k")).startsWith("HD");
			assertThat(this.server.command("mg shop:w:books: v")).as("the mark of the fleet").contains("\nd");
		}
	}

	@Test
	void refusesTrafficButIsAliveWhileItWarmsUp() throws Exception {
		close();
		CompletableFuture<ConfigurableApplicationContext> started = CompletableFuture.supplyAsync(() -> start());
		ConfigurableApplicationContext warming = awaitLoad();
		ApplicationAvailability availability = warming.getBean(ApplicationAvailability.class);
		assertThat(availability.getLivenessState()).isEqualTo(LivenessState.CORRECT);
		assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.REFUSING_TRAFFIC);
		assertThat(started).isNotDone();
		this.probe.gate.countDown();
		try (ConfigurableApplicationContext context = started.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
			assertThat(availability.getReadinessState()).isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(context).isSameAs(warming);
		}
	}

	/** Has loads wait until they are let go. */
	private void close() {
		this.probe = new Probe();
		Warmers.probe = this.probe;
	}

	private ConfigurableApplicationContext awaitLoad() {
		Awaitility.await().atMost(PATIENCE).until(() -> this.probe.loading);
		return this.probe.context.get();
	}

	@Test
	void acceptsTrafficAtTheDeadlineAndGoesOn(CapturedOutput output) {
		close();
		try (ConfigurableApplicationContext context = start("memcached.warm-up.deadline=300ms")) {
			assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
				.isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
			assertThat(this.probe.seen.get()).isNotNull()
				.satisfies(
						(progress) -> assertThat(progress.state()).isIn(State.PENDING, State.WAITING, State.RUNNING));
			assertThat(output).contains("'memcached.warm-up.deadline' has passed");
			awaitState(context, State.RUNNING);
			this.probe.gate.countDown();
			awaitState(context, State.DONE);
		}
	}

	private static void awaitState(ConfigurableApplicationContext context, State state) {
		CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
		Awaitility.await().atMost(PATIENCE).until(() -> warmUp.progress().get(0).state() == state);
	}

	@Test
	void doesNotWaitIfToldSo() {
		close();
		try (ConfigurableApplicationContext context = start("memcached.warm-up.gate-readiness=false")) {
			assertThat(context.getBean(CacheWarmUp.class).isRunning()).isTrue();
			assertThat(this.probe.seen.get()).isNotNull()
				.satisfies((progress) -> assertThat(progress.state()).isNotEqualTo(State.DONE));
		}
		assertThat(this.server.command("mg shop:w:books: v")).as("the lease was released").isEqualTo("EN");
	}

	@Test
	void startsAlthoughEverythingFails(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("spring.cache.cache-names=other")) {
			assertThat(context.getBean(CacheWarmUp.class).progress().get(0).state()).isEqualTo(State.FAILED);
			assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
				.isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		}
		assertThat(output).contains("Warm-up 'books' ends early", "There is no cache 'books'");
	}

	@Test
	void acceptsTrafficWithoutMemcachedAndWarmsUpLater(CapturedOutput output) {
		try (MemcachedServer later = MemcachedServer.start()) {
			later.kill();
			try (ConfigurableApplicationContext context = startOn(later.node().toString(),
					"memcached.warm-up.deadline=30s")) {
				CacheWarmUp warmUp = context.getBean(CacheWarmUp.class);
				assertThat(warmUp.progress().get(0).state()).isEqualTo(State.WAITING);
				assertThat(output).contains("memcached does not answer")
					.doesNotContain("'memcached.warm-up.deadline' has passed");
				later.restart();
				Awaitility.await().atMost(PATIENCE).until(() -> warmUp.progress().get(0).state() == State.DONE);
				assertThat(warmUp.progress().get(0).filled()).isEqualTo(20);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cache.type=none", "spring.cache.type=simple", "memcached.cache.enabled=false" })
	void hasNothingToDoWhereCachesAreNotInMemcached(String property, CapturedOutput output) {
		try (ConfigurableApplicationContext context = startOn("localhost:1", property,
				"memcached.warm-up.deadline=30s")) {
			assertThat(context.getBean(CacheWarmUp.class).progress().get(0).state()).isEqualTo(State.DONE);
			assertThat(context.getBean(CacheWarmUp.class).progress().get(0).seen()).isZero();
		}
		assertThat(output).contains("the cache 'books' is not in memcached").doesNotContain("'books' ends early");
	}

	@Test
	void takesItsTurnWhileTheOldClusterOfAMigrationIsAway() {
		try (ConfigurableApplicationContext context = start("memcached.migration.phase=read-through",
				"memcached.migration.from.servers=127.0.0.1:1", "memcached.warm-up.deadline=10s")) {
			assertThat(context.getBean(CacheWarmUp.class).progress().get(0).state()).isEqualTo(State.DONE);
		}
	}

	@Test
	void endsPromptlyWhenTheApplicationIsEndedWhileItWarmsUp(CapturedOutput output) throws Exception {
		close();
		CompletableFuture<ConfigurableApplicationContext> started = CompletableFuture.supplyAsync(() -> start());
		ConfigurableApplicationContext context = awaitLoad();
		long before = System.nanoTime();
		context.close();
		started.handle((result, failure) -> failure).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
		assertThat(this.server.command("mg shop:w:books: v")).as("the lease was released").isEqualTo("EN");
		assertThat(this.probe.endedFirst).as("ended before anything else").isTrue();
		assertThat(output).doesNotContain("Application run failed", "WARN");
		started.join();
	}

	@ParameterizedTest
	@CsvSource({ "rate, 0", "rate, -1", "concurrency, 0", "deadline, 0s" })
	void namesThePropertyThatIsOutOfRange(String property, String value) {
		this.runner.withPropertyValues("memcached.warm-up.%s=%s".formatted(property, value))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(ex) -> assertThat(ex.getName()).isEqualTo("memcached.warm-up." + property)));
	}

	@Test
	void backsOffBeforeABeanOfTheApplication() {
		this.runner.withBean("mine", CacheWarmUp.class, () -> null)
			.withPropertyValues("memcached.warm-up.on-start=false")
			.run((context) -> assertThat(context.getBeanNamesForType(CacheWarmUp.class)).containsExactly("mine"));
	}

	/** What a test and its application know of each other. */
	static class Probe {

		final AtomicReference<WarmUpProgress> seen = new AtomicReference<>();

		final AtomicReference<ConfigurableApplicationContext> context = new AtomicReference<>();

		final CountDownLatch gate = new CountDownLatch(1);

		volatile boolean loading;

		volatile boolean endedFirst;

	}

	/** What takes its time to stop, as web servers do. */
	record Server(Probe probe, ObjectProvider<CacheWarmUp> warmUps) implements SmartLifecycle {

		@Override
		public void start() {
		}

		@Override
		public void stop() {
			long giveUp = System.nanoTime() + Duration.ofSeconds(5).toNanos();
			this.warmUps.ifAvailable((warmUp) -> {
				while (warmUp.isRunning() && System.nanoTime() < giveUp) {
					LockSupport.parkNanos(1_000_000);
				}
				this.probe.endedFirst = !warmUp.isRunning();
			});
		}

		@Override
		public boolean isRunning() {
			return true;
		}

		@Override
		public int getPhase() {
			return DEFAULT_PHASE - 1024;
		}

	}

	/** A library whose books come to it by a runner. */
	static class Library {

		private final Probe probe;

		private volatile int size;

		Library(Probe probe) {
			this.probe = probe;
		}

		void fill() {
			this.size = 20;
		}

		Stream<Integer> isbns() {
			return IntStream.range(0, this.size).boxed();
		}

		@Cacheable("books")
		public String find(int isbn) {
			this.probe.loading = true;
			try {
				this.probe.gate.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return "book " + isbn;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Warmers {

		static volatile Probe probe = new Probe();

		@Bean
		Library library(ConfigurableApplicationContext context) {
			probe.context.set(context);
			return new Library(probe);
		}

		@Bean
		Server server(ObjectProvider<CacheWarmUp> warmUps) {
			return new Server(probe, warmUps);
		}

		/** One that is not ordered, as most are not. */
		@Bean
		ApplicationRunner fillingOfTheLibrary(Library library) {
			return (arguments) -> library.fill();
		}

		@Bean
		CacheWarmer<Integer> books(Library library) {
			return CacheWarmer.calling("books", library::isbns, library::find);
		}

		@Bean
		@Order
		ApplicationListener<AvailabilityChangeEvent<ReadinessState>> witness(ObjectProvider<CacheWarmUp> warmUps) {
			AtomicReference<WarmUpProgress> seen = probe.seen;
			return (event) -> {
				if (event.getState() == ReadinessState.ACCEPTING_TRAFFIC) {
					try {
						warmUps.ifAvailable((warmUp) -> seen.set(warmUp.progress().get(0)));
					}
					catch (BeansException ex) {
						// The application is ended meanwhile: there is nothing to see.
					}
				}
			};
		}

	}

}

package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.CountResult;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.OnError;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/** Tests for the beans of {@link MemcachedClustersAutoConfiguration}. */
@ExtendWith(MemcachedServerExtension.class)
class FurtherClustersTests {

	private final MemcachedServer server;

	private final MemcachedServer further = MemcachedServer.start();

	private final ApplicationContextRunner runner;

	FurtherClustersTests(MemcachedServer server) {
		this.server = server;
		this.runner = TestContexts.withTrust(server.node())
			.withUserConfiguration(Sessions.class)
			.withPropertyValues("memcached.cache.key-prefix=shop", "memcached.cache.jitter=0",
					"memcached.clusters.user-sessions.servers=" + this.further.node(),
					"memcached.clusters.user-sessions.timeout=5s");
	}

	@BeforeEach
	void empty() {
		this.server.flushAll();
	}

	@AfterEach
	void stop() {
		this.further.close();
	}

	@Test
	void eachHasBeansOfItsOwn() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("userSessionsMemcachedOperations", GuardedOperations.class).nodes())
				.containsExactly(this.further.node());
			assertThat(context).getBean("userSessionsCacheManager").isInstanceOf(MemcachedCacheManager.class);
			assertThat(context).getBean("userSessionsAtomicUpdateTemplate").isInstanceOf(AtomicUpdateTemplate.class);
			assertThat(context).getBean("userSessionsMemcachedCounters").isInstanceOf(MemcachedCounters.class);
			assertThat(context.getBeanProvider(MemcachedCluster.class).stream())
				.extracting(MemcachedCluster::name, (cluster) -> cluster.operations().nodes())
				.containsExactlyInAnyOrder(tuple("primary", List.of(this.server.node())),
						tuple("user-sessions", List.of(this.further.node())));
		});
	}

	@Test
	void thePrimaryOneIsFoundByTypeAsIfItWereAlone() {
		this.runner.withUserConfiguration(Injected.class).run((context) -> {
			Injected injected = context.getBean(Injected.class);
			for (Class<?> type : List.of(CacheManager.class, MemcachedOperations.class, AtomicUpdateTemplate.class,
					MemcachedCounters.class)) {
				assertThat(context.getBeanNamesForType(type)).hasSize(2);
			}
			assertThat(context.getBean(CacheManager.class)).isSameAs(context.getBean("cacheManager"))
				.isSameAs(injected.primary);
			assertThat(context.getBean(MemcachedOperations.class)).isSameAs(context.getBean("memcachedOperations"));
			assertThat(context.getBean(AtomicUpdateTemplate.class)).isSameAs(context.getBean("atomicUpdateTemplate"));
			assertThat(context.getBean(MemcachedCounters.class)).isSameAs(context.getBean("memcachedCounters"));
			assertThat(injected.further).isSameAs(context.getBean("userSessionsCacheManager"));
			assertThat(injected.updates).isSameAs(context.getBean("userSessionsAtomicUpdateTemplate"));
		});
	}

	@Test
	void createsNoTemplateAndNoCountersUntilTheyAreAskedFor() {
		this.runner.run((context) -> assertThat(context.getBeanFactory().getSingletonNames())
			.contains("userSessionsMemcachedOperations", "userSessionsCacheManager")
			.doesNotContain("userSessionsAtomicUpdateTemplate", "userSessionsMemcachedCounters"));
	}

	@Test
	void cachesWhereTheAnnotationSays() {
		this.runner.run((context) -> {
			Sessions sessions = context.getBean(Sessions.class);
			sessions.find("emma");
			sessions.findBook("dune");
			assertThat(remaining(this.further, "shop:c:sessions:s=emma")).isBetween(80, 100);
			assertThat(remaining(this.server, "shop:c:books:s=dune")).isBetween(3500, 3600);
			assertThat(remaining(this.server, "shop:c:sessions:s=emma")).isEqualTo(-2);
			assertThat(remaining(this.further, "shop:c:books:s=dune")).isEqualTo(-2);
			assertThat(manager(context, "cacheManager").getCacheNames()).containsExactly("books");
			assertThat(manager(context, "userSessionsCacheManager").getCacheNames()).containsExactly("sessions");
		});
	}

	@Test
	void storesNothingThatWasEvictedWhileItWasLoaded() {
		this.runner.run((context) -> {
			Sessions sessions = context.getBean(Sessions.class);
			sessions.whileLoading(() -> sessions.remove("emma"));
			sessions.find("emma");
			assertThat(MigrationContexts.holds(this.further, "shop:c:sessions:s=emma")).isFalse();
			sessions.whileLoading(Sessions.NOTHING);
			sessions.find("emma");
			assertThat(MigrationContexts.holds(this.further, "shop:c:sessions:s=emma")).isTrue();
		});
	}

	@Test
	void loadsOnceForAllCallers() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(20);
		this.runner.run((context) -> {
			Sessions sessions = context.getBean(Sessions.class);
			CountDownLatch loading = new CountDownLatch(1);
			CountDownLatch asked = new CountDownLatch(20);
			sessions.whileLoading(() -> await(loading));
			List<Future<String>> answers = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				answers.add(threads.submit(() -> {
					asked.countDown();
					return sessions.findTogether("emma");
				}));
			}
			await(asked);
			loading.countDown();
			for (Future<String> answer : answers) {
				assertThat(answer.get()).isEqualTo("session of emma");
			}
			assertThat(sessions.loads()).isOne();
		});
		threads.shutdown();
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void updatesAndCountsOnItsServers() {
		this.runner.withPropertyValues("memcached.atomic.time-to-live=90s").run((context) -> {
			AtomicUpdateTemplate updates = context.getBean("userSessionsAtomicUpdateTemplate",
					AtomicUpdateTemplate.class);
			updates.updateAndGet("visits", Long.class, (value) -> 1L);
			updates.on("sessions").updateAndGet("emma", String.class, (value) -> "updated");
			MemcachedCounters counters = context.getBean("userSessionsMemcachedCounters", MemcachedCounters.class);
			assertThat(counters.increment("logins")).isEqualTo(new CountResult.Counted(1));
			assertThat(remaining(this.further, "shop:a::visits")).isBetween(80, 90);
			assertThat(remaining(this.further, "shop:n::logins")).isBetween(80, 90);
			assertThat(context.getBean(Sessions.class).find("emma")).isEqualTo("updated");
		});
	}

	@Test
	void takesFromThePrimaryOneWhatIsNotSetForItsCaches() {
		this.runner
			.withPropertyValues("memcached.cache.time-to-live=30m", "memcached.cache.on-error=throw",
					"memcached.cache.lease=3s", "memcached.cache.caches.sessions.time-to-live=7m",
					"memcached.clusters.user-sessions.cache.time-to-live=20m",
					"memcached.clusters.user-sessions.cache.key-prefix=login",
					"memcached.clusters.user-sessions.cache.caches.tokens.time-to-live=5m")
			.run((context) -> {
				MemcachedCacheConfiguration sessions = configuration(context, "userSessionsCacheManager", "sessions");
				assertThat(sessions.getTimeToLive()).isEqualTo(Duration.ofMinutes(20));
				assertThat(sessions.getLease()).isEqualTo(Duration.ofSeconds(3));
				assertThat(sessions.getOnError()).isEqualTo(OnError.THROW);
				assertThat(configuration(context, "userSessionsCacheManager", "tokens").getTimeToLive())
					.isEqualTo(Duration.ofMinutes(5));
				assertThat(configuration(context, "cacheManager", "sessions").getTimeToLive())
					.isEqualTo(Duration.ofMinutes(7));
				assertThat(configuration(context, "cacheManager", "tokens").getTimeToLive())
					.isEqualTo(Duration.ofMinutes(30));
				MemcachedProperties.Cluster shown = context.getBean(MemcachedProperties.class)
					.getClusters()
					.get("user-sessions");
				assertThat(shown.getCache().getLease()).isEqualTo(Duration.ofSeconds(3));
				assertThat(shown.getCache().getCaches()).containsOnlyKeys("tokens");
				context.getBean(Sessions.class).find("emma");
				assertThat(remaining(this.further, "login:c:sessions:s=emma")).isPositive();
			});
	}

	@Test
	void takesEnvironmentVariables() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addLast(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("MEMCACHED_CLUSTERS_USERSESSIONS_CACHE_KEYPREFIX", "env"))))
			.run((context) -> {
				assertThat(context.getBeanProvider(MemcachedCluster.class).stream()).extracting(MemcachedCluster::name)
					.containsExactlyInAnyOrder("primary", "user-sessions");
				context.getBean(Sessions.class).find("emma");
				assertThat(remaining(this.further, "env:c:sessions:s=emma")).isPositive();
			});
	}

	@Test
	void letsOnlyThePrimaryOneBeFixedToNames() {
		this.runner.withPropertyValues("spring.cache.cache-names=books").run((context) -> {
			assertThat(manager(context, "cacheManager").getCache("sessions")).isNull();
			assertThat(manager(context, "userSessionsCacheManager").getCacheNames()).isEmpty();
			assertThat(manager(context, "userSessionsCacheManager").getCache("sessions")).isNotNull();
		});
	}

	@Test
	void warmsItsCaches() {
		this.runner.withPropertyValues("memcached.warm-up.on-start=false")
			.withBean(CacheWarmer.class,
					() -> CacheWarmer.loading("sessions", () -> List.of("emma").stream(), (key) -> "warm")
						.cacheManager("userSessionsCacheManager"))
			.run((context) -> {
				context.getBean(CacheWarmUp.class).start().join();
				assertThat(context.getBean(Sessions.class).find("emma")).isEqualTo("warm");
				assertThat(this.server.command("mg shop:c:sessions:s=emma v")).isEqualTo("EN");
			});
	}

	@Test
	void saysThatThereIsNoManager() {
		TestContexts.with(this.server.node())
			.withPropertyValues("memcached.clusters.user-sessions.servers=" + this.further.node())
			.run((context) -> assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean("userSessionsAtomicUpdateTemplate", AtomicUpdateTemplate.class)
					.on("sessions"))
				.withMessage("There is no MemcachedCacheManager 'userSessionsCacheManager' to find cache 'sessions' "
						+ "with; enable caching, or use 'on(MemcachedCache)'"));
	}

	@Test
	void closesItsConnectionsWithTheContext() {
		GuardedOperations[] operations = new GuardedOperations[1];
		this.runner.run((context) -> operations[0] = context.getBean("userSessionsMemcachedOperations",
				GuardedOperations.class));
		assertThat(operations[0].on(this.further.node()).connectionStatus().connected()).isFalse();
	}

	private static int remaining(MemcachedServer server, String wireKey) {
		return Wire.remainingSeconds(server, wireKey);
	}

	private static CacheManager manager(ApplicationContext context, String name) {
		return context.getBean(name, CacheManager.class);
	}

	private static MemcachedCacheConfiguration configuration(AssertableApplicationContext context, String manager,
			String cache) {
		return ((MemcachedCache) manager(context, manager).getCache(cache)).getConfiguration();
	}

	static class Injected {

		private final CacheManager primary;

		private final CacheManager further;

		private final AtomicUpdateTemplate updates;

		Injected(CacheManager primary, @Qualifier("userSessionsCacheManager") CacheManager further,
				@Qualifier("userSessionsAtomicUpdateTemplate") AtomicUpdateTemplate updates) {
			this.primary = primary;
			this.further = further;
			this.updates = updates;
		}

	}

	/** A class with a proxy: what it holds is asked for by methods. */
	static class Sessions {

		private static final Runnable NOTHING = () -> {
		};

		private final AtomicInteger loads = new AtomicInteger();

		private final AtomicReference<Runnable> loading = new AtomicReference<>(NOTHING);

		void whileLoading(Runnable action) {
			this.loading.set(action);
		}

		int loads() {
			return this.loads.get();
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "userSessionsCacheManager")
		@CacheTtl("100s")
		String find(String name) {
			this.loading.get().run();
			return "session of " + name;
		}

		@CacheEvict(cacheNames = "sessions", cacheManager = "userSessionsCacheManager")
		void remove(String name) {
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "userSessionsCacheManager", sync = true)
		String findTogether(String name) {
			this.loads.incrementAndGet();
			return find(name);
		}

		@Cacheable("books")
		String findBook(String isbn) {
			return "book " + isbn;
		}

	}

}

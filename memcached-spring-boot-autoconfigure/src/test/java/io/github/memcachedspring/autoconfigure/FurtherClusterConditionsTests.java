package io.github.memcachedspring.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.cache.MemcachedCache;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.TtlFunction;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.guard.GuardedOperations;
import io.github.memcachedspring.client.guard.MemcachedCluster;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for when there are beans of further clusters, and for what an application changes
 * about them.
 */
@ExtendWith(MemcachedServerExtension.class)
class FurtherClusterConditionsTests {

	private static final MemcachedNode NOBODY = new MemcachedNode("127.0.0.1", 1);

	private static final String MANAGER = "sessionsCacheManager";

	private final MemcachedServer server;

	private final MemcachedServer further = MemcachedServer.start();

	private final ApplicationContextRunner runner;

	FurtherClusterConditionsTests(MemcachedServer server) {
		this.server = server;
		this.runner = TestContexts.withTrust(server.node())
			.withUserConfiguration(Sessions.class)
			.withPropertyValues("memcached.cache.key-prefix=shop", "memcached.cache.jitter=0",
					"memcached.clusters.sessions.servers=" + this.further.node(),
					"memcached.clusters.sessions.timeout=5s");
	}

	@AfterEach
	void stop() {
		this.further.close();
	}

	@Test
	void thereAreNoneUnlessTheyAreSet() {
		TestContexts.withCaching(this.server.node()).run((context) -> {
			assertThat(context).doesNotHaveBean(FurtherClusters.class);
			assertThat(context).doesNotHaveBean(FurtherClusterConnections.class);
			assertThat(context).hasSingleBean(CacheManager.class);
		});
	}

	@Test
	void cachesOnlyWhereCachingIsEnabled() {
		TestContexts.with(this.server.node())
			.withPropertyValues("memcached.clusters.sessions.servers=" + this.further.node())
			.run((context) -> {
				assertThat(context).hasBean("sessionsMemcachedOperations").hasBean("sessionsMemcachedCounters");
				assertThat(context).doesNotHaveBean(CacheManager.class);
			});
	}

	@Test
	void cachesNothingWhereCachingIsSwitchedOff() {
		this.runner.withPropertyValues("spring.cache.type=none").run((context) -> {
			assertThat(context.getBean(CacheManager.class)).isInstanceOf(NoOpCacheManager.class)
				.isSameAs(context.getBean("cacheManager"));
			assertThat(context).getBean(MANAGER).isInstanceOf(NoOpCacheManager.class);
			context.getBean(Sessions.class).find("emma");
			assertThat(remaining("shop:c:sessions:s=emma")).isEqualTo(-2);
		});
	}

	@Test
	void cachesBesideOtherProviders() {
		assertThatTimesToLiveAreKept(this.runner.withPropertyValues("spring.cache.type=simple"),
				ConcurrentMapCacheManager.class);
		assertThatTimesToLiveAreKept(this.runner.withPropertyValues("memcached.cache.enabled=false"),
				ConcurrentMapCacheManager.class);
		assertThatTimesToLiveAreKept(
				this.runner.withBean("mine", CacheManager.class, () -> new ConcurrentMapCacheManager("mine")),
				ConcurrentMapCacheManager.class);
		assertThatTimesToLiveAreKept(this.runner, MemcachedCacheManager.class);
	}

	private void assertThatTimesToLiveAreKept(ApplicationContextRunner runner, Class<?> primary) {
		this.further.flushAll();
		runner.run((context) -> {
			assertThat(context.getBean(CacheManager.class)).isInstanceOf(primary);
			context.getBean(Sessions.class).find("emma");
			assertThat(remaining("shop:c:sessions:s=emma")).isBetween(80, 100);
		});
	}

	@Test
	void canDoWithoutCachesOnOneOfThem() {
		this.runner.withPropertyValues("memcached.clusters.sessions.cache.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(CacheManager.class).hasBean("sessionsAtomicUpdateTemplate");
			assertThat(context).doesNotHaveBean(MANAGER);
		});
	}

	@Test
	void isThereBesideOperationsOfTheApplication() {
		this.runner.withBean("mine", MemcachedOperations.class, UnusedCluster::new).run((context) -> {
			assertThat(context.getBean(MemcachedOperations.class)).isSameAs(context.getBean("mine"));
			assertThat(context.getBeanProvider(MemcachedCluster.class).stream()).extracting(MemcachedCluster::name)
				.containsExactly("sessions");
		});
	}

	@Test
	void usesBeansOfTheApplicationWithTheNamesOfItsOwn() {
		this.runner.withUserConfiguration(OwnBeans.class)
			.withPropertyValues("memcached.clusters.tokens.servers=" + NOBODY)
			.run((context) -> {
				assertThat(context).getBean(MANAGER).isInstanceOf(ConcurrentMapCacheManager.class);
				MemcachedCacheManager tokens = context.getBean("tokensCacheManager", MemcachedCacheManager.class);
				tokens.getCache("tokens").put("emma", "token");
				assertThat(remaining("shop:c:tokens:s=emma")).isPositive();
				assertThat(context.getBeanProvider(MemcachedCluster.class).stream()).extracting(MemcachedCluster::name)
					.containsExactlyInAnyOrder("primary", "sessions");
			});
	}

	@Test
	void takesBeansThatAreQualifiedForIt() {
		this.runner.withPropertyValues("memcached.clusters.sessions.servers=")
			.withUserConfiguration(QualifiedBeansOfSessions.class)
			.withBean("node", MemcachedNode.class, this.further::node)
			.run((context) -> {
				assertThat(context.getBean(QualifiedBeansOfSessions.class).customized).containsExactly("first",
						"second");
				assertThat(context.getBean("memcachedOperations", GuardedOperations.class).nodes())
					.containsExactly(this.server.node());
				Sessions sessions = context.getBean(Sessions.class);
				sessions.find("emma");
				sessions.findToken("emma");
				assertThat(remaining("shop:c:sessions:s=emma")).isBetween(80, 100);
				assertThat(remaining("shop:c:tokens:s=emma")).isBetween(30, 50);
				assertThat(timeToLive(context, MANAGER, "customized")).isEqualTo(Duration.ofSeconds(70));
				assertThat(timeToLive(context, "cacheManager", "customized")).isEqualTo(Duration.ofHours(1));
			});
	}

	@Test
	void sharesTheFunctionForTimesToLive() {
		TtlFunction function = (cacheName, key, value) -> Duration.ofSeconds(50);
		this.runner.withBean(TtlFunction.class, () -> function).run((context) -> {
			context.getBean(Sessions.class).findToken("emma");
			assertThat(remaining("shop:c:tokens:s=emma")).isBetween(30, 50);
		});
	}

	@Test
	void takesNoFunctionThatIsMeantForAnother() {
		this.runner.withUserConfiguration(Functions.class)
			.withPropertyValues("memcached.clusters.tokens.servers=" + this.further.node(),
					"memcached.clusters.carts.servers=" + this.further.node())
			.run((context) -> {
				put(context, "sessionsCacheManager", "of-sessions");
				put(context, "tokensCacheManager", "of-tokens");
				put(context, "cartsCacheManager", "of-carts");
				assertThat(remaining("shop:c:of-sessions:s=emma")).isBetween(30, 50);
				assertThat(remaining("shop:c:of-tokens:s=emma")).isBetween(80, 100);
				assertThat(remaining("shop:c:of-carts:s=emma")).isBetween(3500, 3600);
			});
	}

	private static void put(ApplicationContext context, String manager, String cache) {
		context.getBean(manager, CacheManager.class).getCache(cache).put("emma", "value");
	}

	@Test
	void appliesLayersUnderItsName() {
		List<String> clusters = new ArrayList<>();
		ClusterLayer layer = (engine, cluster, timeout) -> {
			clusters.add(cluster);
			return engine;
		};
		this.runner.withBean(ClusterLayer.class, () -> layer)
			.run((context) -> assertThat(clusters).containsExactly("primary", "sessions"));
	}

	private int remaining(String wireKey) {
		return Wire.remainingSeconds(this.further, wireKey);
	}

	private static Duration timeToLive(ApplicationContext context, String manager, String cache) {
		return ((MemcachedCache) context.getBean(manager, CacheManager.class).getCache(cache)).getConfiguration()
			.getTimeToLive();
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBeans {

		@Bean(defaultCandidate = false)
		ConcurrentMapCacheManager sessionsCacheManager() {
			return new ConcurrentMapCacheManager();
		}

		@Bean(defaultCandidate = false)
		MemcachedOperations tokensMemcachedOperations(
				@Qualifier("sessionsMemcachedOperations") MemcachedOperations operations) {
			return operations;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QualifiedBeansOfSessions {

		private final List<String> customized = new ArrayList<>();

		@Bean(defaultCandidate = false)
		@Qualifier("sessionsMemcached")
		MemcachedConnectionDetails sessionsDetails(MemcachedNode node) {
			return () -> List.of(node);
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sessionsMemcached")
		@Order(2)
		XMemcachedSettingsCustomizer second() {
			return (settings) -> {
				this.customized.add("second");
				return settings;
			};
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sessionsMemcached")
		@Order(1)
		XMemcachedSettingsCustomizer first() {
			return (settings) -> {
				this.customized.add("first");
				return settings;
			};
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sessionsMemcached")
		MemcachedCacheManagerBuilderCustomizer sessionsManagerCustomizer() {
			return (builder) -> builder.cache("customized", builder.defaults().timeToLive(Duration.ofSeconds(70)));
		}

		@Bean(defaultCandidate = false)
		@Qualifier("sessionsMemcached")
		TtlFunction sessionsTtlFunction() {
			return (cacheName, key, value) -> Duration.ofSeconds(50);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Functions {

		@Bean(defaultCandidate = false)
		@Qualifier("sessionsMemcached")
		TtlFunction ofSessions() {
			return (cacheName, key, value) -> Duration.ofSeconds(50);
		}

		@Bean(defaultCandidate = false)
		@Qualifier("tokensMemcached")
		TtlFunction ofTokens() {
			return (cacheName, key, value) -> Duration.ofSeconds(100);
		}

	}

	static class Sessions {

		@Cacheable(cacheNames = "sessions", cacheManager = MANAGER)
		@CacheTtl("100s")
		String find(String name) {
			return "session of " + name;
		}

		@Cacheable(cacheNames = "tokens", cacheManager = MANAGER)
		String findToken(String name) {
			return "token of " + name;
		}

	}

}

package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;
import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests where a background refresh runs, and what of its caller it finds there.
 */
@ExtendWith(MemcachedServerExtension.class)
class RefreshContextTests {

	private static final ThreadLocal<String> user = new ThreadLocal<>();

	private static final ThreadLocal<List<String>> order = ThreadLocal.withInitial(ArrayList::new);

	private final ApplicationContextRunner runner;

	RefreshContextTests(MemcachedServer server) {
		this.runner = TestContexts.withCaching(server.node());
	}

	@Test
	void runsOnThreadsOfTheManager() {
		assertThat(thread(this.runner).toString()).startsWith("Thread[").contains("memcached-refresh-");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void runsOnVirtualThreadsWhereSpringBootUsesThem() {
		assertThat(thread(this.runner.withPropertyValues("spring.threads.virtual.enabled=true")).toString())
			.startsWith("VirtualThread")
			.contains("memcached-refresh-");
	}

	private static Thread thread(ApplicationContextRunner runner) {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		runner.run((context) -> {
			refreshExecutor(context.getBean(MemcachedCacheManager.class))
				.execute(() -> thread.complete(Thread.currentThread()));
			thread.join();
		});
		return thread.join();
	}

	@Test
	void findsNothingOfItsCallerByDefault() {
		this.runner.run((context) -> assertThat(userSeenBy(context.getBean(MemcachedCacheManager.class))).isNull());
	}

	@Test
	void findsWhatATaskDecoratorTakesAlong() {
		this.runner.withBean(TaskDecorator.class, () -> RefreshContextTests::withUser)
			.run((context) -> assertThat(userSeenBy(context.getBean(MemcachedCacheManager.class))).isEqualTo("alice"));
	}

	private static Runnable withUser(Runnable task) {
		String caller = user.get();
		return () -> {
			user.set(caller);
			try {
				task.run();
			}
			finally {
				user.remove();
			}
		};
	}

	private static String userSeenBy(MemcachedCacheManager manager) {
		user.set("alice");
		try {
			return CompletableFuture.supplyAsync(user::get, refreshExecutor(manager)).join();
		}
		finally {
			user.remove();
		}
	}

	@Test
	void isDecoratedAsTasksOfSpringBootAre() {
		this.runner.withUserConfiguration(Decorators.class)
			.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> {
				Executor ofSpringBoot = context.getBean("applicationTaskExecutor", Executor.class);
				List<String> decorators = decoratorsOf(refreshExecutor(context.getBean(MemcachedCacheManager.class)));
				assertThat(decorators).containsExactly("last", "first").isEqualTo(decoratorsOf(ofSpringBoot));
			});
	}

	@Test
	void leavesSpringBootsTaskExecutorInPlace() {
		this.runner.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context).getBeans(Executor.class).containsOnlyKeys("applicationTaskExecutor"));
	}

	private static List<String> decoratorsOf(Executor executor) {
		return CompletableFuture.supplyAsync(order::get, executor).join();
	}

	private static Executor refreshExecutor(MemcachedCacheManager manager) {
		return (Executor) ReflectionTestUtils.getField(manager, "refreshExecutor");
	}

	@Configuration(proxyBeanMethods = false)
	static class Decorators {

		@Bean
		@Order(2)
		TaskDecorator last() {
			return naming("last");
		}

		@Bean
		@Order(1)
		TaskDecorator first() {
			return naming("first");
		}

		private static TaskDecorator naming(String name) {
			return (task) -> () -> {
				order.get().add(name);
				task.run();
			};
		}

	}

}

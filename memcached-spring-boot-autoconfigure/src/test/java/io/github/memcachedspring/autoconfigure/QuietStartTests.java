package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.test.Connections;
import io.github.memcachedspring.test.MemcachedServer;
import io.github.memcachedspring.test.MemcachedServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a start at default log levels says nothing of this library, nor of the
 * driver.
 */
@ExtendWith({ MemcachedServerExtension.class, OutputCaptureExtension.class })
class QuietStartTests {

	private static final String WHOLE_LOGGER_NAMES = "logging.pattern.console=%p %logger - %m%n";

	private static final String[] OURS = { "INFO io.github.memcachedspring.", "INFO com.google.code.yanf4j.",
			"INFO net.rubyeye." };

	private final MemcachedServer server;

	QuietStartTests(MemcachedServer server) {
		this.server = server;
	}

	@Test
	void saysNothing(CapturedOutput output) {
		startAndStop();
		assertThat(output).contains("INFO org.").doesNotContain(OURS).doesNotContain("WARN", "ERROR");
	}

	@Test
	void letsTheApplicationSpeakOfTheDriver(CapturedOutput output) {
		startAndStop("logging.level.com.google.code.yanf4j=info");
		assertThat(output).contains("INFO com.google.code.yanf4j.");
	}

	private void startAndStop(String... properties) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.cleanUp();
		String[] all = new String[properties.length + 2];
		all[0] = WHOLE_LOGGER_NAMES;
		all[1] = "memcached.servers=" + this.server.node();
		System.arraycopy(properties, 0, all, 2, properties.length);
		try (ConfigurableApplicationContext context = TestApplications.run(all)) {
			Connections.await(context);
			Cache cache = context.getBean(CacheManager.class).getCache("quiet");
			cache.put("key", "value");
			assertThat(cache.get("key", String.class)).isEqualTo("value");
			cache.clear();
		}
	}

}

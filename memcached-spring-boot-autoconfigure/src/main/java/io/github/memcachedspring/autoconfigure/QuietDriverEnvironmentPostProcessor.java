package io.github.memcachedspring.autoconfigure;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Keeps the driver from telling at every start how many threads it has. Comes last, so
 * that any {@code logging.level} of the application wins.
 */
final class QuietDriverEnvironmentPostProcessor implements EnvironmentPostProcessor {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		environment.getPropertySources()
			.addLast(new MapPropertySource("memcachedQuietDriver",
					Map.of("logging.level.com.google.code.yanf4j", "warn")));
	}

}

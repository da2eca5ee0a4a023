package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Applications that are started as a user's are, with all of Spring Boot's listeners and
 * post-processors.
 */
final class TestApplications {

	private TestApplications() {
	}

	static ConfigurableApplicationContext run(String... properties) {
		return run(List.of(CachingApplication.class), properties);
	}

	static ConfigurableApplicationContext run(List<Class<?>> classes, String... properties) {
		SpringApplication application = new SpringApplication(classes.toArray(Class<?>[]::new));
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setBannerMode(Banner.Mode.OFF);
		application.setRegisterShutdownHook(false);
		List<String> arguments = new ArrayList<>();
		// Longer than a machine that has other things to do needs.
		if (Stream.of(properties).noneMatch((property) -> property.startsWith("memcached.timeout="))) {
			arguments.add("--memcached.timeout=5s");
		}
		for (String property : properties) {
			arguments.add("--" + property);
		}
		return application.run(arguments.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class CachingApplication {

	}

}

package io.github.memcachedspring.autoconfigure.embedded;

import io.github.memcachedspring.autoconfigure.MemcachedProperties;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * The server of a Spring test, which goes before any other.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ EmbeddedMemcachedProperties.class, MemcachedProperties.class })
class EmbeddedMemcachedTestConfiguration {

	private static final Log logger = LogFactory.getLog(AutoConfigureEmbeddedMemcached.class);

	@Bean
	@Primary
	EmbeddedMemcached testEmbeddedMemcached(EmbeddedMemcachedProperties server, MemcachedProperties client) {
		EmbeddedMemcached memcached = ServerSettings.of(server, client).start();
		logger.info("Using an embedded memcached at %s, because of '@AutoConfigureEmbeddedMemcached'"
			.formatted(memcached.address()));
		return memcached;
	}

	@Bean
	@Primary
	EmbeddedMemcachedConnectionDetails testEmbeddedMemcachedConnectionDetails(EmbeddedMemcached server) {
		return new EmbeddedMemcachedConnectionDetails(server);
	}

}

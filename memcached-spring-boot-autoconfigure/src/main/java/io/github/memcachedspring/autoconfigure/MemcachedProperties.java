package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the connection to memcached.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("memcached")
public class MemcachedProperties extends MemcachedClusterProperties {

}

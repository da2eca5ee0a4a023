package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where a service connection found the cluster that the application comes from. A type of
 * its own, since Spring Boot makes one bean of each type. In an application that migrates
 * it takes the place of {@code memcached.migration.from.servers}.
 *
 * @param cluster the cluster
 * @since 0.1.0
 */
public record OldMemcachedConnectionDetails(MemcachedConnectionDetails cluster) implements ConnectionDetails {

}

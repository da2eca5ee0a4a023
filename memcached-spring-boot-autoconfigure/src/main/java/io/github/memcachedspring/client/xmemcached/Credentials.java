package io.github.memcachedspring.client.xmemcached;

import org.springframework.util.Assert;

/**
 * Name and password for memcached's ASCII authentication ({@code memcached -Y}).
 *
 * @param username the name
 * @param password the password
 * @since 0.1.0
 */
public record Credentials(String username, String password) {

	public Credentials {
		Assert.notNull(username, "'username' must not be null");
		Assert.notNull(password, "'password' must not be null");
	}

	/** Keeps the password out of logs. */
	@Override
	public String toString() {
		return "Credentials[%s]".formatted(this.username);
	}

}

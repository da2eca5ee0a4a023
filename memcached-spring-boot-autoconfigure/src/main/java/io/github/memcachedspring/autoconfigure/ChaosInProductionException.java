package io.github.memcachedspring.autoconfigure;

/**
 * Thrown at start-up if commands could be disturbed in production.
 */
final class ChaosInProductionException extends RuntimeException {

	private final String sign;

	ChaosInProductionException(String sign) {
		super("'memcached.chaos.enabled' is refused in production: %s".formatted(sign));
		this.sign = sign;
	}

	String getSign() {
		return this.sign;
	}

}

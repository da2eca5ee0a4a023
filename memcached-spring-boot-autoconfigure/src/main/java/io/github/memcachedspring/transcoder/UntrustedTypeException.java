package io.github.memcachedspring.transcoder;

/**
 * A value, or the bytes of one, names a type that {@link TrustedTypes} does not admit. On
 * reading it is raised before the type is loaded.
 *
 * @since 0.1.0
 */
public class UntrustedTypeException extends TranscodingException {

	private final String typeName;

	/**
	 * Creates a failure.
	 * @param typeName the name of the type that is not admitted
	 */
	public UntrustedTypeException(String typeName) {
		super("Type '%s' is not trusted for cached values; add its package to 'memcached.cache.trusted-packages'"
			.formatted(shortened(typeName)));
		this.typeName = typeName;
	}

	/**
	 * Returns the name of the type that is not admitted.
	 * @return the name, as {@link Class#getName()} has it
	 */
	public String getTypeName() {
		return this.typeName;
	}

	// The name may come from bytes that somebody else wrote.
	private static String shortened(String typeName) {
		return (typeName.length() > 256) ? typeName.substring(0, 256) + "..." : typeName;
	}

}

package io.github.memcachedspring.transcoder;

import tools.jackson.databind.DatabindContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.jsontype.PolymorphicTypeValidator;

/**
 * Asks {@link TrustedTypes} where annotations of the application say how types are
 * written.
 */
final class JsonTypeValidator extends PolymorphicTypeValidator {

	private static final long serialVersionUID = 1L;

	private final transient TrustedTypes trustedTypes;

	JsonTypeValidator(TrustedTypes trustedTypes) {
		this.trustedTypes = trustedTypes;
	}

	@Override
	public Validity validateBaseType(DatabindContext ctxt, JavaType baseType) {
		return Validity.INDETERMINATE;
	}

	@Override
	public Validity validateSubClassName(DatabindContext ctxt, JavaType baseType, String name) {
		if (!this.trustedTypes.admitsName(name)) {
			throw new UntrustedTypeException(name);
		}
		return Validity.INDETERMINATE;
	}

	@Override
	public Validity validateSubType(DatabindContext ctxt, JavaType baseType, JavaType subType) {
		return (this.trustedTypes.admits(subType.getRawClass())) ? Validity.ALLOWED : Validity.DENIED;
	}

}

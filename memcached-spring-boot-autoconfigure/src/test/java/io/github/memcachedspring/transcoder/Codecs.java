package io.github.memcachedspring.transcoder;

/**
 * Codecs that trust {@link SampleTypes}.
 */
final class Codecs {

	static final TrustedTypes TRUSTED = TrustedTypes.jdkOnly().withClasses(SampleTypes.class);

	private Codecs() {
	}

	static ObjectCodec json() {
		return JsonCodec.create(TRUSTED, null);
	}

	static ObjectCodec jdk() {
		return ObjectCodec.jdk(TRUSTED, null);
	}

}

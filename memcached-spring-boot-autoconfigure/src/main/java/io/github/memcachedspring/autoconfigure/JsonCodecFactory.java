package io.github.memcachedspring.autoconfigure;

import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.jspecify.annotations.Nullable;

/**
 * Creates the JSON codec; there is one if Jackson is on the class path.
 */
@FunctionalInterface
interface JsonCodecFactory {

	ObjectCodec create(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader);

}

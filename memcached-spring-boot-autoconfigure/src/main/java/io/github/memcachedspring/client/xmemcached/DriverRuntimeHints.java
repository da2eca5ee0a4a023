package io.github.memcachedspring.client.xmemcached;

import java.util.concurrent.LinkedTransferQueue;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * Tells a native image what the driver looks up by name. Without, it would take a queue
 * of its own for the commands that wait, which is older and slower.
 */
final class DriverRuntimeHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		hints.reflection().registerType(LinkedTransferQueue.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
	}

}

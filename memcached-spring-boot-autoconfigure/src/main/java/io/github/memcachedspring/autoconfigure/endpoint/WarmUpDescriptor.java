package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.List;

import io.github.memcachedspring.warmup.CacheWarmUp;

/**
 * The warm-up of this instance.
 *
 * @param running whether warmers are running, waiting for their turn or to follow
 * @param warmers the warmers in their order
 * @since 0.1.0
 */
public record WarmUpDescriptor(boolean running, List<WarmerDescriptor> warmers) {

	static WarmUpDescriptor of(CacheWarmUp warmUp) {
		return new WarmUpDescriptor(warmUp.isRunning(), warmUp.progress().stream().map(WarmerDescriptor::of).toList());
	}

}

package io.github.memcachedspring.cache;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the views of all {@code @Cacheable} operations of one method invocation have in
 * common. Spring asks only the first cache of an asynchronous method but stores into all
 * of them, so the first view has the others look, before the method runs, at what their
 * stores will depend on.
 *
 * @since 0.1.0
 */
public final class CacheableInvocation {

	private @Nullable CacheableView last;

	/** Adds a view and returns the one that was added before it. */
	@Nullable CacheableView add(CacheableView view) {
		CacheableView previous = this.last;
		this.last = view;
		return previous;
	}

	/** Returns the views besides the given one. */
	List<CacheableView> others(CacheableView view) {
		CacheableView newest = this.last;
		if (newest == null || (newest == view && view.previous() == null)) {
			return List.of();
		}
		List<CacheableView> others = new ArrayList<>();
		for (CacheableView other = newest; other != null; other = other.previous()) {
			if (other != view) {
				others.add(other);
			}
		}
		return others;
	}

}

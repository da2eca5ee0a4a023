package io.github.memcachedspring.lease;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * The loads that are running on this thread. Tells a load that asks for its own key,
 * which would wait for itself.
 *
 * @since 0.1.0
 */
public final class CurrentLoad {

	private static final ThreadLocal<@Nullable Frame> CURRENT = new ThreadLocal<>();

	private CurrentLoad() {
	}

	/**
	 * Returns whether the load that runs on this thread, or one that it is nested in, is
	 * for a certain key.
	 * @param scope what the key belongs to, compared by identity
	 * @param key the key
	 * @return whether the caller is part of the key's own load
	 */
	public static boolean isLoading(Object scope, Object key) {
		for (Frame frame = CURRENT.get(); frame != null; frame = frame.outer()) {
			if (frame.scope() == scope && frame.key().equals(key)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Runs a load on this thread.
	 * @param <T> type of the result
	 * @param scope what the key belongs to
	 * @param key the key
	 * @param load the load
	 * @return what it returns
	 * @throws Exception what it throws
	 */
	public static <T extends @Nullable Object> T call(Object scope, Object key, Callable<T> load) throws Exception {
		Frame outer = CURRENT.get();
		CURRENT.set(new Frame(scope, key, outer));
		try {
			return load.call();
		}
		finally {
			restore(outer);
		}
	}

	private static void restore(@Nullable Frame outer) {
		if (outer != null) {
			CURRENT.set(outer);
		}
		else {
			CURRENT.remove();
		}
	}

	private record Frame(Object scope, Object key, @Nullable Frame outer) {

	}

}

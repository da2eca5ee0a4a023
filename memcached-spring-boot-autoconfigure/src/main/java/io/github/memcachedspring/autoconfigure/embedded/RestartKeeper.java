package io.github.memcachedspring.autoconfigure.embedded;

import io.github.memcachedspring.embedded.EmbeddedMemcached;
import org.jspecify.annotations.Nullable;

import org.springframework.core.SmartClassLoader;

/**
 * Keeps a server running while DevTools restarts the application, so that the cache stays
 * warm. DevTools loads the application's own classes anew each time; this class comes
 * from a jar and stays, and with it what is in its static field. There is one server at
 * most, because DevTools restarts one application at most.
 */
final class RestartKeeper {

	private static @Nullable Kept kept;

	private static boolean held;

	private RestartKeeper() {
	}

	/**
	 * Whether an application context with this class loader is restarted by DevTools, and
	 * this class is not loaded anew with it, as it is when the library itself is open in
	 * the IDE.
	 */
	static boolean outlives(@Nullable ClassLoader applications) {
		return applications instanceof SmartClassLoader smart && smart.getOriginalClassLoader() != applications
				&& !smart.isClassReloadable(RestartKeeper.class);
	}

	/**
	 * Returns the server that was kept, or a new one if its settings were changed. While
	 * another context holds that, it is a new one that ends with its context.
	 */
	static synchronized HeldServer hold(ServerSettings settings) {
		if (held) {
			return HeldServer.start(settings);
		}
		if (kept != null && !kept.settings.equals(settings)) {
			closeIdle();
		}
		Kept before = kept;
		Kept now = (before != null) ? before : new Kept(settings, settings.start());
		kept = now;
		held = true;
		return new HeldServer(now.server, before != null, RestartKeeper::release);
	}

	private static synchronized void release() {
		held = false;
	}

	/** Ends a server that the restarted application does not use any more. */
	static synchronized void closeIdle() {
		if (kept != null && !held) {
			kept.server.close();
			kept = null;
		}
	}

	private record Kept(ServerSettings settings, EmbeddedMemcached server) {

	}

}

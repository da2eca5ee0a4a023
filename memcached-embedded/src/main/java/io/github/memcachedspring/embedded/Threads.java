package io.github.memcachedspring.embedded;

import java.lang.reflect.Method;
import java.util.function.Function;

/**
 * Makes the threads of the connections: daemon threads for the first, which start faster
 * in a fresh JVM, and virtual threads for the many. Before Java 24 all are daemon
 * threads: there a virtual thread that blocks inside {@code synchronized}, which an
 * application under test may well do, could take the last carrier from a server in the
 * same JVM.
 */
final class Threads {

	private static final int UNPINNED_VIRTUAL_THREADS = 24;

	private static final int MANY = 32;

	private Threads() {
	}

	/**
	 * Makes the thread of a connection.
	 * @param others how many connections are open
	 */
	static Thread connection(int others, Runnable task, String name) {
		return (others < MANY) ? daemon(task, name) : named(Virtual.THREADS.apply(task), name);
	}

	static Thread daemon(Runnable task, String name) {
		return named(daemon(task), name);
	}

	private static Thread named(Thread thread, String name) {
		thread.setName(name);
		return thread;
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task);
		thread.setDaemon(true);
		return thread;
	}

	/** Not looked at before there are many connections. */
	private static final class Virtual {

		private static final Function<Runnable, Thread> THREADS = find();

		private static Function<Runnable, Thread> find() {
			if (Runtime.version().feature() < UNPINNED_VIRTUAL_THREADS) {
				return Threads::daemon;
			}
			try {
				Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
				Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
				return (task) -> make(builder, unstarted, task);
			}
			catch (ReflectiveOperationException ex) {
				return Threads::daemon;
			}
		}

		private static Thread make(Object builder, Method unstarted, Runnable task) {
			try {
				return (Thread) unstarted.invoke(builder, task);
			}
			catch (ReflectiveOperationException ex) {
				return daemon(task);
			}
		}

	}

}

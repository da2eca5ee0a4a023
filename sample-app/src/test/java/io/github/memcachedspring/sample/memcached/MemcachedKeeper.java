package io.github.memcachedspring.sample.memcached;

import java.io.IOException;

/**
 * A JVM to be killed: starts a server, prints its port and does nothing more.
 */
final class MemcachedKeeper {

	private MemcachedKeeper() {
	}

	/** Whether memcached is installed or has to be. */
	static boolean isExpected() {
		return MemcachedExecutable.find().isPresent() || "true".equals(System.getenv("CI"));
	}

	public static void main(String[] args) throws IOException {
		LocalMemcached memcached = LocalMemcached.start(MemcachedExecutable.find().orElseThrow());
		System.out.println(memcached.node().port());
		System.in.read();
	}

}

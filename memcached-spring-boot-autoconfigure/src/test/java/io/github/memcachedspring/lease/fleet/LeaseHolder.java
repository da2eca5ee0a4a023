package io.github.memcachedspring.lease.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ChildJvm;

/**
 * An instance in a JVM of its own that begins loads and never ends them.
 */
final class LeaseHolder implements AutoCloseable {

	private static final String ENTERED = "entered ";

	private final ChildJvm jvm;

	private LeaseHolder(ChildJvm jvm) {
		this.jvm = jvm;
	}

	/** Starts a JVM that loads keys, each in its own way; returns when all loads run. */
	static LeaseHolder start(MemcachedNode node, String property, List<Way> ways) {
		List<String> arguments = new ArrayList<>(List.of(node.toString(), property));
		ways.forEach((way) -> arguments.add(way.name()));
		LeaseHolder holder = new LeaseHolder(ChildJvm.start(LeaseHolder.class, arguments));
		try {
			holder.awaitLoads(ways.size());
		}
		catch (Throwable ex) {
			holder.close();
			throw ex;
		}
		return holder;
	}

	private void awaitLoads(int count) {
		for (int entered = 0; entered < count;) {
			entered += this.jvm.readLine().startsWith(ENTERED) ? 1 : 0;
		}
	}

	/** Kills the other JVM and returns when it is gone. */
	@Override
	public void close() {
		this.jvm.close();
	}

	/** What runs in the other JVM. */
	public static void main(String[] arguments) {
		ChildJvm.commands();
		CountDownLatch never = new CountDownLatch(1);
		Database database = new Database(() -> {
			synchronized (never) {
				System.out.println(ENTERED + System.nanoTime());
			}
			never.await();
		});
		List<String> argumentList = List.of(arguments);
		Fleet<Library> fleet = Fleet.start(1, MemcachedNode.parse(arguments[0]), database, arguments[1]);
		argumentList.subList(2, arguments.length)
			.forEach((way) -> Threads.start(() -> Way.valueOf(way).read(fleet.instance(0), way)));
	}

}

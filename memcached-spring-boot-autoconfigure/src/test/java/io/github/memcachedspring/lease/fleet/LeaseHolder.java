package io.github.memcachedspring.lease.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * An instance in a JVM of its own that begins loads and never ends them. It ends itself
 * when its input does, so that it does not outlive the test.
 */
final class LeaseHolder implements AutoCloseable {

	private static final String ENTERED = "entered ";

	private final Process process;

	private LeaseHolder(Process process) {
		this.process = process;
	}

	/** Starts a JVM that loads keys, each in its own way; returns when all loads run. */
	static LeaseHolder start(MemcachedNode node, String property, List<Way> ways) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m",
				"-XX:TieredStopAtLevel=1", "-cp", classPath, LeaseHolder.class.getName(), node.toString(), property));
		ways.forEach((way) -> command.add(way.name()));
		Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
		LeaseHolder holder = new LeaseHolder(process);
		try {
			holder.awaitLoads(ways.size());
		}
		catch (Throwable ex) {
			holder.close();
			throw ex;
		}
		return holder;
	}

	private void awaitLoads(int count) throws IOException {
		BufferedReader output = this.process.inputReader();
		for (int entered = 0; entered < count;) {
			String line = output.readLine();
			if (line == null) {
				throw new AssertionError("The other JVM ended before it loaded anything");
			}
			entered += line.startsWith(ENTERED) ? 1 : 0;
		}
	}

	/** Sends SIGKILL and returns when the process is gone. */
	@Override
	public void close() {
		try {
			this.process.destroyForcibly().waitFor(Threads.PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What runs in the other JVM. */
	public static void main(String[] arguments) throws IOException {
		CountDownLatch never = new CountDownLatch(1);
		Database database = new Database(() -> {
			synchronized (never) {
				System.out.println(ENTERED + System.nanoTime());
			}
			never.await();
		});
		List<String> argumentList = List.of(arguments);
		Fleet<Library> fleet = Fleet.start(1, node(arguments[0]), database, arguments[1]);
		argumentList.subList(2, arguments.length)
			.forEach((way) -> Threads.start(() -> Way.valueOf(way).read(fleet.instance(0), way)));
		while (System.in.read() >= 0) {
			// Nothing is expected but the end.
		}
		Runtime.getRuntime().halt(0);
	}

	private static MemcachedNode node(String address) {
		int colon = address.lastIndexOf(':');
		return new MemcachedNode(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
	}

}

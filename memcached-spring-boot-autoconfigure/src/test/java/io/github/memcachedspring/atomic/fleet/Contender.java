package io.github.memcachedspring.atomic.fleet;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import io.github.memcachedspring.client.MemcachedException;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ChildJvm;

/**
 * A JVM whose threads count when they are told to.
 */
final class Contender implements AutoCloseable {

	static final int THREADS = 8;

	/** Long enough that threads which cannot count keep the machine from nothing else. */
	private static final Duration PAUSE = Duration.ofMillis(5);

	private static final String READY = "ready";

	private static final String STOP = "stop";

	private final ChildJvm jvm;

	private Contender(ChildJvm jvm) {
		this.jvm = jvm;
	}

	static Contender start(MemcachedNode node, Duration timeout) {
		return new Contender(
				ChildJvm.start(Contender.class, List.of(node.toString(), String.valueOf(timeout.toMillis()))));
	}

	void awaitReady() {
		while (!this.jvm.readLine().equals(READY)) {
			// The beginning of a JVM may have more to say.
		}
	}

	/** Has each thread count so often, or until it is stopped if that is 0. */
	void begin(Way way, String key, int count) {
		this.jvm.tell(way + " " + key + " " + count);
	}

	/** Ends what has no end. */
	void stop() {
		this.jvm.tell(STOP);
	}

	/** Waits until the threads are through. */
	List<Tally> end() {
		return IntStream.range(0, THREADS).mapToObj((thread) -> Tally.read(this.jvm::readLine)).toList();
	}

	@Override
	public void close() {
		this.jvm.close();
	}

	/** What runs in the other JVM. */
	public static void main(String[] arguments) throws InterruptedException {
		BlockingQueue<String> commands = ChildJvm.commands();
		Client client = Client.connect(MemcachedNode.parse(arguments[0]),
				Duration.ofMillis(Long.parseLong(arguments[1])));
		System.out.println(READY);
		PrintWriter output = new PrintWriter(System.out);
		while (true) {
			String[] command = commands.take().split(" ");
			int count = Integer.parseInt(command[2]);
			IntPredicate more = (count > 0) ? (done) -> done < count : (done) -> commands.isEmpty();
			count(client, Way.valueOf(command[0]), command[1], more).forEach((tally) -> tally.write(output::println));
			output.flush();
			if (count == 0) {
				commands.take();
			}
		}
	}

	private static List<Tally> count(Client client, Way way, String key, IntPredicate more) {
		Executor threads = (task) -> new Thread(task).start();
		List<CompletableFuture<Tally>> tallies = IntStream.range(0, THREADS)
			.mapToObj((thread) -> CompletableFuture.supplyAsync(() -> count(new Tally(), client, way, key, more),
					threads))
			.toList();
		return tallies.stream().map(CompletableFuture::join).toList();
	}

	private static Tally count(Tally tally, Client client, Way way, String key, IntPredicate more) {
		for (int done = 0; more.test(done); done++) {
			try {
				if (!way.count(client, key, tally)) {
					LockSupport.parkNanos(PAUSE.toNanos());
				}
			}
			catch (MemcachedException ex) {
				tally.failed();
				LockSupport.parkNanos(PAUSE.toNanos());
			}
		}
		return tally;
	}

}

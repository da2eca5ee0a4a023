package io.github.memcachedspring.migration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.test.ChildJvm;

/**
 * An instance in a JVM of its own, which does many things at a time: each line that it is
 * told has a number, which the line has that it answers with.
 */
final class RemoteNeighbour implements Neighbour {

	/** Begins answers, for there are logs, too. */
	private static final String ANSWER = "= ";

	private final AtomicLong number = new AtomicLong();

	private final Map<String, CompletableFuture<String>> asked = new ConcurrentHashMap<>();

	private final ChildJvm jvm;

	private RemoteNeighbour(ChildJvm jvm) {
		this.jvm = jvm;
	}

	static RemoteNeighbour start(MigrationPhase phase, MemcachedNode old, MemcachedNode fresh, MemcachedNode rows) {
		ChildJvm jvm = ChildJvm.start(RemoteNeighbour.class,
				List.of(phase.name(), old.toString(), fresh.toString(), rows.toString()));
		RemoteNeighbour neighbour = new RemoteNeighbour(jvm);
		CompletableFuture<String> ready = neighbour.asked.computeIfAbsent("ready", (word) -> new CompletableFuture<>());
		Thread answers = new Thread(neighbour::answers, "answers");
		answers.setDaemon(true);
		answers.start();
		ready.join();
		return neighbour;
	}

	private void answers() {
		try {
			while (true) {
				String line = this.jvm.readLine();
				if (line.startsWith(ANSWER)) {
					String[] answer = line.substring(ANSWER.length()).split(" ", 2);
					this.asked.remove(answer[0]).complete(answer[1]);
				}
			}
		}
		catch (AssertionError ex) {
			this.asked.values().forEach((asked) -> asked.completeExceptionally(ex));
		}
	}

	private long ask(Object... words) {
		String id = String.valueOf(this.number.incrementAndGet());
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.asked.put(id, answer);
		StringBuilder line = new StringBuilder(id);
		for (Object word : words) {
			line.append(' ').append(word);
		}
		this.jvm.tell(line.toString());
		String text = answer.orTimeout(2, TimeUnit.MINUTES).join();
		try {
			return Long.parseLong(text);
		}
		catch (NumberFormatException ex) {
			throw new AssertionError("The other JVM: " + text, ex);
		}
	}

	@Override
	public void look(String cache, String key) {
		ask("look", cache, key);
	}

	@Override
	public long read(String cache, String key) {
		return ask("read", cache, key);
	}

	@Override
	public void change(Change change, String cache, String key, long version) {
		ask(change, cache, key, version);
	}

	@Override
	public void count(String name, int times) {
		ask("count", name, times);
	}

	@Override
	public void close() {
		this.jvm.close();
	}

	/** Returns one that is as slow as another JVM's. */
	static Local local(MigrationPhase phase, MemcachedNode old, MemcachedNode fresh, Source source) {
		return new Local(App.in(phase, old, fresh).decorateOld(CopyRacesTests.SlowReads::new).start(),
				App.in(phase, old, fresh).start(), source);
	}

	/** What runs in the other JVM. */
	public static void main(String[] arguments) throws InterruptedException {
		BlockingQueue<String> commands = ChildJvm.commands();
		List<MemcachedNode> nodes = Stream.of(arguments).skip(1).map(MemcachedNode::parse).toList();
		Neighbour neighbour = local(MigrationPhase.valueOf(arguments[0]), nodes.get(0), nodes.get(1),
				new SharedRows(nodes.get(2)));
		ExecutorService executor = Executors.newCachedThreadPool();
		System.out.println(ANSWER + "ready 0");
		while (true) {
			String[] words = commands.take().split(" ");
			executor.execute(() -> System.out.println(ANSWER + words[0] + " " + answer(neighbour, words)));
		}
	}

	private static Object answer(Neighbour neighbour, String[] words) {
		try {
			switch (words[1]) {
				case "read" -> {
					return neighbour.read(words[2], words[3]);
				}
				case "look" -> neighbour.look(words[2], words[3]);
				case "count" -> neighbour.count(words[2], Integer.parseInt(words[3]));
				default -> neighbour.change(Change.valueOf(words[1]), words[2], words[3], Long.parseLong(words[4]));
			}
			return 0;
		}
		catch (RuntimeException | Error ex) {
			return ex.toString().replaceAll("\\R", " ");
		}
	}

}

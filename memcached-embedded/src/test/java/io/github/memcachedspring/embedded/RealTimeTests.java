package io.github.memcachedspring.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lets real seconds go by on memcached and on the embedded server: all cases at the same
 * time, each long enough before or after a change for clocks that tick at different
 * moments.
 */
@Tag("slow")
class RealTimeTests {

	/** What is sent, how long nothing is, what is sent then. */
	private static final List<List<String>> CASES = List.of(
			List.of("set a 0 1 1\r\nx\r\n", "2200", "get a\r\nmg a v\r\nadd a 0 0 1\r\ny\r\nget a\r\n"),
			List.of("ms b 1 T1\r\nx\r\n", "2200", "mg b v\r\nms b 1 MR\r\ny\r\nms b 1 C1\r\ny\r\nmd b\r\nma b\r\n"),
			List.of("set c 0 1 1\r\nx\r\ntouch c 100\r\n", "2200", "get c\r\n"),
			List.of("set d 0 100 1\r\nx\r\ngat 1 d\r\n", "2200", "gets d\r\n"),
			List.of("mg e N1 v t\r\n", "2200", "mg e v\r\nmg e N100 v\r\nmg e N100 v\r\n"),
			List.of("set f 0 100 1\r\nx\r\nmd f I T1\r\nmg f v\r\n", "2200", "mg f v\r\n"),
			List.of("set g 0 1 1\r\n5\r\nincr g 1\r\nincr g 100\r\n", "2200", "incr g 1\r\nma g N100 J7 v\r\n"),
			List.of("set h 0 1 1\r\nx\r\nappend h 0 0 1\r\ny\r\n", "2200", "get h\r\nappend h 0 0 1\r\ny\r\n"),
			List.of("ms i 1 T30\r\nx\r\nmg i R20\r\n", "1500", "mg i R30\r\nmg i R30\r\n"),
			List.of("set j 0 {now+2} 1\r\nx\r\nget j\r\n", "3500", "get j\r\nmg j\r\n"),
			List.of("set k 0 {now-5} 1\r\nx\r\nget k\r\n", "100", "mg k\r\nadd k 0 0 1\r\nx\r\n"));

	@Test
	void letsItemsExpireAsMemcachedDoes() throws Exception {
		compare(CASES);
	}

	@Test
	void flushesLaterAsMemcachedDoes() throws Exception {
		compare(List.of(List.of("set a 0 0 1\r\nx\r\nflush_all 3\r\nget a\r\n", "4500",
				"get a\r\nset a 0 0 1\r\nx\r\nget a\r\n")));
	}

	private static void compare(List<List<String>> cases) throws Exception {
		try (ComparedServers servers = ComparedServers.start(EmbeddedMemcached.builder())) {
			FutureTask<List<String>> real = new FutureTask<>(() -> run(cases, servers.realPort()));
			new Thread(real).start();
			assertThat(run(cases, servers.embeddedPort())).isEqualTo(real.get());
		}
	}

	private static List<String> run(List<List<String>> cases, int port) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(cases.size());
		try {
			List<Future<String>> answers = new ArrayList<>();
			for (List<String> steps : cases) {
				answers.add(executor.submit(() -> run(steps, new Wire(port))));
			}
			List<String> result = new ArrayList<>();
			for (Future<String> answer : answers) {
				result.add(answer.get());
			}
			return result;
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static String run(List<String> steps, Wire wire) throws IOException, InterruptedException {
		try (wire) {
			long now = System.currentTimeMillis() / 1000;
			String first = steps.get(0)
				.replace("{now+2}", String.valueOf(now + 2))
				.replace("{now-5}", String.valueOf(now - 5));
			wire.send(first + "mn\r\n");
			String before = wire.readUntil("MN\r\n");
			TimeUnit.MILLISECONDS.sleep(Long.parseLong(steps.get(1)));
			wire.send(steps.get(2) + "mn\r\n");
			return before + " ... " + wire.readUntil("MN\r\n");
		}
	}

}

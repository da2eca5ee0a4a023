package io.github.memcachedspring.embedded;

import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code stats} shows: the figures that mean something here, under memcached's names
 * and in its order.
 */
final class StatsReport {

	private final ReplyBuffer reply;

	private StatsReport(ReplyBuffer reply) {
		this.reply = reply;
	}

	static void general(Session session) {
		ServerTime time = session.time();
		StatsReport report = new StatsReport(session.reply()).stat("pid", ProcessHandle.current().pid())
			.stat("uptime", time.uptime())
			.stat("time", time.unixTime(time.now()))
			.stat("version", Server.VERSION)
			.stat("pointer_size", 64)
			.stat("max_connections", session.server().settings().limits().connections())
			.stat("curr_connections", session.server().openConnections());
		for (Counter counter : Counter.values()) {
			if (counter == Counter.TOTAL_ITEMS) {
				report.stat("limit_maxbytes", session.server().settings().limits().memory())
					.stat("accepting_conns", 1)
					.stat("threads", 4)
					.stat("bytes", session.store().bytes())
					.stat("curr_items", session.store().count());
			}
			report.stat(counter.statName(), session.statistics().get(counter));
		}
		report.end();
	}

	static void settings(Session session) {
		Settings settings = session.server().settings();
		new StatsReport(session.reply()).stat("maxbytes", settings.limits().memory())
			.stat("maxconns", settings.limits().connections())
			.stat("tcpport", session.server().port())
			.stat("udpport", 0)
			.stat("inter", "127.0.0.1")
			.stat("evictions", "on")
			.stat("shutdown_command", "no")
			.stat("cas_enabled", "yes")
			.stat("binding_protocol", "ascii")
			.stat("auth_enabled_sasl", "no")
			.stat("auth_enabled_ascii", (settings.credentials() != null) ? "yes" : "no")
			.stat("item_size_max", settings.limits().maxItemSize())
			.stat("maxconns_fast", "yes")
			.stat("flush_enabled", "yes")
			.stat("dump_enabled", "yes")
			.end();
	}

	static void items(Session session) {
		Map<Integer, long[]> classes = new TreeMap<>();
		session.store().forEach((item) -> {
			long[] figures = classes.computeIfAbsent(SlabClass.of(item.size()), (number) -> new long[3]);
			figures[0]++;
			figures[1] = Math.max(figures[1], session.time().now() - item.accessed);
			figures[2] += item.size();
		});
		StatsReport report = new StatsReport(session.reply());
		classes.forEach((number, figures) -> report.stat("items:" + number + ":number", figures[0])
			.stat("items:" + number + ":age", figures[1])
			.stat("items:" + number + ":mem_requested", figures[2]));
		report.end();
	}

	private StatsReport stat(String name, Object value) {
		this.reply.line("STAT " + name + " " + value);
		return this;
	}

	private void end() {
		this.reply.line(Answers.END);
	}

}

package io.github.memcachedspring.embedded;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the connections share from one start to the next.
 */
final class Server {

	/** The version whose answers are given. */
	static final String VERSION = "1.6.18";

	private final Commands commands = new Commands();

	private final Statistics statistics = new Statistics();

	private final AtomicInteger openConnections = new AtomicInteger();

	private final Settings settings;

	private final ServerTime time;

	private final Store store;

	private final int port;

	Server(Settings settings, int port) {
		this.settings = settings;
		this.time = new ServerTime(settings.clock());
		this.store = new Store(this.time, settings.limits(), this.statistics);
		this.port = port;
	}

	Settings settings() {
		return this.settings;
	}

	int port() {
		return this.port;
	}

	Commands commands() {
		return this.commands;
	}

	Statistics statistics() {
		return this.statistics;
	}

	AtomicInteger openConnections() {
		return this.openConnections;
	}

	Store store() {
		return this.store;
	}

	/** A store for commands that are to change nothing. */
	Store scratchStore() {
		return new Store(this.time, this.settings.limits(), new Statistics());
	}

}

package io.github.memcachedspring.embedded.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a server does wrong: to commands that match a rule, to connections, to new
 * connections. Everything may be changed while it runs, by any thread.
 *
 * <p>
 * Of several rules that match a command the one that was ordered first is applied, and
 * only that one counts it.
 *
 * @since 0.1.0
 */
public final class Faults {

	private final Signal signal = new Signal();

	private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

	private final Map<Integer, FaultyConnection> open = new ConcurrentHashMap<>();

	private final Map<Integer, ConnectionFaults> single = new ConcurrentHashMap<>();

	private final AtomicInteger accepted = new AtomicInteger();

	private final ConnectionFaults all = new ConnectionFaults(this.signal, this::cutAll);

	private final NewConnectionFaults arrivals;

	/**
	 * Creates faults of a server, none of which happens yet.
	 * @param door refuses connections
	 */
	public Faults(Door door) {
		this.arrivals = new NewConnectionFaults(this.signal, door);
	}

	/**
	 * Begins to order a fault, which happens from the moment on that its kind is told.
	 * @param command the commands that it may happen to
	 * @return the rest of the order
	 */
	public FaultBuilder on(Command command) {
		return new FaultBuilder(this, Objects.requireNonNull(command, "'command' must not be null"));
	}

	/**
	 * Returns the faults of all connections, those to come included.
	 * @return the faults
	 */
	public ConnectionFaults connections() {
		return this.all;
	}

	/**
	 * Returns the faults of one connection, which need not be there yet.
	 * @param number the number of the connection, counted from 1 in the order of arrival
	 * @return the faults, the same each time
	 */
	public ConnectionFaults connection(int number) {
		return this.single.computeIfAbsent(number, (key) -> new ConnectionFaults(this.signal, () -> cut(key)));
	}

	/**
	 * Returns what becomes of connections that are opened.
	 * @return the faults
	 */
	public NewConnectionFaults newConnections() {
		return this.arrivals;
	}

	/**
	 * Ends all faults. What is held goes on; counters of the rules stay as they are.
	 */
	public void clear() {
		this.rules.forEach(this::remove);
		this.single.values().forEach(ConnectionFaults::heal);
		this.all.heal();
		this.arrivals.accept();
	}

	/**
	 * Returns how many connections are open.
	 * @return the number
	 */
	public int openConnections() {
		return this.open.size();
	}

	/**
	 * Returns how many connections there have been.
	 * @return the number, those included that were reset at once
	 */
	public int acceptedConnections() {
		return this.accepted.get();
	}

	/**
	 * Takes a connection that a client opened. For servers that apply faults.
	 * @param socket the connection
	 * @return the connection with its faults; closed already if it is to be reset
	 * @throws IOException if the client is gone already
	 */
	public FaultyConnection accept(Socket socket) throws IOException {
		FaultyConnection connection = new FaultyConnection(this, this.accepted.incrementAndGet(), socket);
		this.open.put(connection.number(), connection);
		if (this.arrivals.welcome() == NewConnectionFaults.Welcome.RESET) {
			connection.reset();
		}
		return connection;
	}

	Signal signal() {
		return this.signal;
	}

	FaultRule add(FaultRule rule) {
		this.rules.add(rule);
		return rule;
	}

	void remove(FaultRule rule) {
		rule.markRemoved();
		this.rules.remove(rule);
		this.signal.changed();
	}

	/** The rule to apply to a command; null if none. */
	FaultRule ruleFor(int connection, String line) {
		if (this.rules.isEmpty()) {
			return null;
		}
		CommandLine command = new CommandLine(connection, line);
		for (FaultRule rule : this.rules) {
			if (rule.fires(command)) {
				this.signal.changed();
				return rule;
			}
		}
		return null;
	}

	Conditions conditions(int connection) {
		Conditions ofAll = this.all.conditions();
		ConnectionFaults own = this.single.isEmpty() ? null : this.single.get(connection);
		return (own != null) ? own.conditions().or(ofAll) : ofAll;
	}

	void closed(FaultyConnection connection) {
		this.open.remove(connection.number());
		this.signal.changed();
	}

	private void cutAll() {
		this.open.values().forEach(FaultyConnection::reset);
	}

	private void cut(int number) {
		FaultyConnection connection = this.open.get(number);
		if (connection != null) {
			connection.reset();
		}
	}

}

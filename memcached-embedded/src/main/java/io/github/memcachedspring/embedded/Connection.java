package io.github.memcachedspring.embedded;

import java.io.IOException;

import io.github.memcachedspring.embedded.fault.FaultyCommand;
import io.github.memcachedspring.embedded.fault.FaultyConnection;

/**
 * Serves one client until either side closes: one command at a time, with the fault that
 * is ordered for it.
 */
final class Connection implements Runnable {

	/** Begins every request of the binary protocol. */
	private static final int BINARY_REQUEST = 0x80;

	private static final byte[] NO_REPLY = {};

	private final FaultyConnection client;

	private final Server server;

	private final ReplyBuffer reply = new ReplyBuffer();

	private Authentication authentication;

	Connection(FaultyConnection client, Server server) {
		this.client = client;
		this.server = server;
		Credentials credentials = server.settings().credentials();
		this.authentication = (credentials != null) ? new Authentication(credentials) : null;
	}

	@Override
	public void run() {
		try {
			serve();
		}
		catch (IOException ex) {
			// The client or a test has ended the connection, and nobody waits for more.
		}
		finally {
			close();
		}
	}

	private void serve() throws IOException {
		PendingOutput output = new PendingOutput(this.client.output(), this.server.statistics());
		LineReader input = new LineReader(this.client.input(), output);
		try {
			serve(input, output);
		}
		finally {
			output.flush();
		}
	}

	private void serve(LineReader input, PendingOutput output) throws IOException {
		if (input.peek() == BINARY_REQUEST) {
			return;
		}
		boolean open = true;
		byte[] line = input.line();
		while (open && line != null) {
			Words words = new Words(line);
			open = execute(words, input, output);
			this.server.statistics().add(Counter.BYTES_READ, input.received());
			line = open ? input.line() : null;
		}
	}

	/** Executes one command; false if it was the last. */
	private boolean execute(Words words, LineReader input, PendingOutput output) throws IOException {
		FaultyCommand fault = this.client.command(words.line());
		if (fault != null) {
			return execute(words, fault, input, output);
		}
		run(words, new Session(this.server, this.server.store(), input, this.reply));
		output.write(this.reply.take());
		return !isQuit(words);
	}

	private boolean execute(Words words, FaultyCommand fault, LineReader input, PendingOutput output)
			throws IOException {
		output.flush();
		boolean executes = fault.beforeExecution();
		Store store = executes ? this.server.store() : this.server.scratchStore();
		run(words, new Session(this.server, store, input, this.reply));
		byte[] made = this.reply.take();
		fault.answer(executes ? made : NO_REPLY);
		return !(executes && isQuit(words));
	}

	private void run(Words words, Session session) throws IOException {
		if (this.authentication == null) {
			this.server.commands().run(words, session);
		}
		else if (this.authentication.run(words, session)) {
			this.authentication = null;
		}
	}

	private boolean isQuit(Words words) {
		return this.authentication == null && words.verb().equals(Commands.QUIT);
	}

	void close() {
		try {
			this.client.close();
		}
		catch (IOException ex) {
			// It is closed as far as this side is concerned.
		}
	}

}

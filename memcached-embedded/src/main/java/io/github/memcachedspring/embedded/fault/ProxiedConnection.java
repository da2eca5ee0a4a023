package io.github.memcachedspring.embedded.fault;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A client's connection and the one to the server: one thread takes commands to the
 * server, another takes answers back. The server gives exactly one answer to each thing
 * it is sent, so they are paired by their order.
 */
final class ProxiedConnection {

	private static final byte[] NOOP = Answers.line("mn");

	private static final byte[] NOOP_ANSWER = Answers.line("MN");

	private static final byte[] OK = Answers.line("OK");

	private final FaultyConnection client;

	private final InetSocketAddress target;

	private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

	ProxiedConnection(FaultyConnection client, InetSocketAddress target) {
		this.client = client;
		this.target = target;
	}

	/** Returns when both connections are closed. */
	void serve() throws IOException {
		try (Socket server = new Socket(this.target.getHostString(), this.target.getPort())) {
			server.setTcpNoDelay(true);
			DaemonThreads.start("fault-proxy-answers", () -> takeAnswers(server));
			takeCommands(server);
			if (!this.sent.isEmpty()) {
				// The server closes its side after its last answer.
				server.shutdownOutput();
				this.client.awaitClosed();
			}
		}
	}

	private void takeCommands(Socket server) throws IOException {
		CommandReader commands = new CommandReader(new BufferedInputStream(this.client.input()));
		OutputStream out = server.getOutputStream();
		for (CommandReader.Request request = commands.read(); request != null; request = commands.read()) {
			CommandLine line = new CommandLine(this.client.number(), request.line());
			FaultyCommand fault = this.client.command(line.text());
			boolean executes = fault == null || fault.beforeExecution();
			this.sent.add(new Sent(line, fault, executes, this.client.arrived()));
			if (executes) {
				out.write(request.bytes());
			}
			if (!executes || line.isQuiet()) {
				out.write(NOOP);
			}
		}
	}

	private void takeAnswers(Socket server) {
		try (this.client; server) {
			AnswerReader answers = new AnswerReader(new BufferedInputStream(server.getInputStream()));
			for (byte[] answer = answers.read(); answer != null; answer = answers.read()) {
				take(answer, answers);
			}
		}
		catch (IOException ex) {
			// Either side closed the connection.
		}
	}

	private void take(byte[] answer, AnswerReader answers) throws IOException {
		Sent command = this.sent.peek();
		if (command == null) {
			// Nobody asked: for example, there are too many connections.
			this.client.send(answer, System.nanoTime());
			return;
		}
		byte[] whole = whole(command.line(), answer, answers);
		deliver(command, command.executes() ? whole : new byte[0]);
		if (command.line().verb().equals("watch")) {
			answers.rest().transferTo(this.client.output());
		}
		this.sent.remove();
	}

	private void deliver(Sent command, byte[] answer) throws IOException {
		if (command.fault() != null) {
			command.fault().answer(answer);
		}
		else if (answer.length > 0) {
			this.client.send(answer, command.arrived());
		}
	}

	private static byte[] whole(CommandLine line, byte[] first, AnswerReader answers) throws IOException {
		if (line.isQuiet()) {
			return upToNoop(first, answers);
		}
		// Newer servers say so before a list (1.6.45 does, 1.6.38 does not).
		if (line.verb().equals("lru_crawler") && Arrays.equals(first, OK) && line.text().contains("dump ")) {
			byte[] list = answers.read();
			return (list != null) ? join(first, list) : first;
		}
		return first;
	}

	private static byte[] join(byte[] first, byte[] second) {
		byte[] joined = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, joined, first.length, second.length);
		return joined;
	}

	private static byte[] upToNoop(byte[] first, AnswerReader answers) throws IOException {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		for (byte[] part = first; part != null && !Arrays.equals(part, NOOP_ANSWER); part = answers.read()) {
			whole.write(part);
		}
		return whole.toByteArray();
	}

	/** Reads to the end of a line, which it includes. */
	static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		int b = in.read();
		for (; b >= 0 && b != '\n'; b = in.read()) {
			line.write(b);
		}
		if (b == '\n') {
			line.write(b);
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Something the server was sent and has not answered yet.
	 *
	 * @param line the command
	 * @param fault what happens to it, or null
	 * @param executes whether it was that command that was sent
	 * @param arrived when it arrived, in the JVM's nanoseconds
	 */
	private record Sent(CommandLine line, FaultyCommand fault, boolean executes, long arrived) {

	}

}

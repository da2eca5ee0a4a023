package io.github.memcachedspring.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

import io.github.memcachedspring.client.MemcachedNode;
import org.jspecify.annotations.Nullable;

/**
 * What ElastiCache and Memorystore have: a server that tells the nodes of a cluster.
 *
 * @since 0.1.0
 */
public final class ConfigurationEndpoint implements AutoCloseable {

	private static final String QUESTION = "config get cluster";

	private static final String OLD_QUESTION = "get AmazonElastiCache:cluster";

	private final List<String> questions = new CopyOnWriteArrayList<>();

	private final LoopbackListener listener = new LoopbackListener("configuration-endpoint", this::serve);

	private final @Nullable SSLSocketFactory tls;

	private volatile UnaryOperator<String> answers = (question) -> "ERROR\r\n";

	private ConfigurationEndpoint(@Nullable SSLContext tls) {
		this.tls = (tls != null) ? tls.getSocketFactory() : null;
	}

	/**
	 * Starts an endpoint that knows no configuration yet.
	 * @return the endpoint
	 */
	public static ConfigurationEndpoint start() {
		return new ConfigurationEndpoint(null);
	}

	/**
	 * Starts an endpoint that knows no configuration yet, and speaks TLS.
	 * @param context its certificate
	 * @return the endpoint
	 */
	public static ConfigurationEndpoint startWithTls(SSLContext context) {
		return new ConfigurationEndpoint(context);
	}

	private void serve(Socket connection) throws IOException {
		if (this.tls == null) {
			converse(connection);
			return;
		}
		try (Socket encrypted = this.tls.createSocket(connection, null, true)) {
			converse(encrypted);
		}
	}

	private void converse(Socket socket) throws IOException {
		BufferedReader in = new BufferedReader(
				new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
		for (String question = in.readLine(); question != null; question = in.readLine()) {
			this.questions.add(question);
			String answer = this.answers.apply(question);
			if (answer.isEmpty()) {
				return;
			}
			for (byte next : answer.getBytes(StandardCharsets.UTF_8)) {
				socket.getOutputStream().write(next);
			}
		}
	}

	/**
	 * Tells these nodes from now on.
	 * @param version version of the configuration
	 * @param nodes the nodes, which get an address besides their name
	 */
	public void tell(long version, MemcachedNode... nodes) {
		answer(configuration(version,
				Stream.of(nodes)
					.map((node) -> "%s|10.0.0.1|%d".formatted(node.host(), node.port()))
					.collect(Collectors.joining(" "))));
	}

	/**
	 * Answers in that way from now on.
	 * @param answer the whole answer; nothing to close the connection instead
	 */
	public void answer(String answer) {
		this.answers = (question) -> question.equals(QUESTION) ? answer : "ERROR\r\n";
	}

	/**
	 * Answers as engines before 1.4.14 do.
	 * @param data the configuration
	 */
	public void answerAsOfOld(String data) {
		this.answers = (question) -> question.equals(OLD_QUESTION)
				? "VALUE AmazonElastiCache:cluster 0 %d\r\n%s\r\nEND\r\n".formatted(data.length(), data) : "ERROR\r\n";
	}

	/**
	 * Does something else than answer.
	 * @param answers called with each question
	 */
	public void answer(UnaryOperator<String> answers) {
		this.answers = answers;
	}

	/**
	 * Returns a configuration as it is sent.
	 * @param version its version
	 * @param nodes nodes as {@code host|ip|port}, separated by spaces
	 * @return the answer
	 */
	public static String configuration(long version, String nodes) {
		String data = "%d\n%s\n".formatted(version, nodes);
		return "CONFIG cluster 0 %d\r\n%s\r\nEND\r\n".formatted(data.length(), data);
	}

	/**
	 * Returns what it was asked so far.
	 * @return how often, including questions that were not answered
	 */
	public int questions() {
		return this.questions.size();
	}

	/**
	 * Returns the address.
	 * @return the address as clients are given it
	 */
	public MemcachedNode node() {
		return new MemcachedNode("127.0.0.1", this.listener.port());
	}

	@Override
	public void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

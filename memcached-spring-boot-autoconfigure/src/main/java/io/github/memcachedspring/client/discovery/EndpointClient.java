package io.github.memcachedspring.client.discovery;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import io.github.memcachedspring.client.MemcachedNode;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Asks an endpoint, on a connection of its own each time. For use by one thread; may be
 * closed by another.
 */
final class EndpointClient implements Closeable {

	private static final Log logger = LogFactory.getLog(EndpointClient.class);

	private static final String QUESTION = "config get cluster\r\n";

	/** For engines before 1.4.14. */
	private static final String OLD_QUESTION = "get AmazonElastiCache:cluster\r\n";

	private final DiscoverySettings settings;

	private final ScheduledExecutorService watch;

	private volatile @Nullable Socket connection;

	private volatile boolean closed;

	/**
	 * Creates a client.
	 * @param settings the settings
	 * @param watch ends conversations that last too long
	 */
	EndpointClient(DiscoverySettings settings, ScheduledExecutorService watch) {
		this.settings = settings;
		this.watch = watch;
	}

	/** Tries all addresses of the endpoint. */
	ClusterConfiguration ask() throws IOException {
		MemcachedNode endpoint = this.settings.endpoint();
		IOException failure = new IOException("the name has no address");
		for (InetAddress address : InetAddress.getAllByName(endpoint.host())) {
			try {
				return ask(new InetSocketAddress(address, endpoint.port()));
			}
			catch (IOException ex) {
				failure = ex;
			}
		}
		throw failure;
	}

	private ClusterConfiguration ask(InetSocketAddress address) throws IOException {
		try (Socket connection = new Socket()) {
			this.connection = connection;
			if (this.closed) {
				throw new IOException("the discovery was closed");
			}
			connection.connect(address, (int) this.settings.connectTimeout().toMillis());
			return askWithinLimit(connection);
		}
	}

	/** However slowly the bytes come, those of a TLS handshake included. */
	private ClusterConfiguration askWithinLimit(Socket connection) throws IOException {
		Duration limit = this.settings.answerTimeout();
		ScheduledFuture<?> end = this.watch.schedule(() -> close(connection), limit.toMillis(), TimeUnit.MILLISECONDS);
		try (Socket socket = this.settings.transport().over(connection, this.settings.endpoint())) {
			if (socket instanceof SSLSocket encrypted) {
				checkHostName(encrypted);
			}
			return ClusterConfiguration.parse(converse(socket));
		}
		catch (IOException ex) {
			if (end.getDelay(TimeUnit.NANOSECONDS) <= 0) {
				throw new SocketTimeoutException("no answer within %d ms".formatted(limit.toMillis()));
			}
			throw ex;
		}
		finally {
			end.cancel(false);
		}
	}

	private static void checkHostName(SSLSocket socket) {
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setEndpointIdentificationAlgorithm("HTTPS");
		socket.setSSLParameters(parameters);
	}

	private static String converse(Socket socket) throws IOException {
		send(socket, QUESTION);
		AnswerReader reader = new AnswerReader(socket.getInputStream());
		String line = reader.readLine();
		if (line.equals("ERROR")) {
			send(socket, OLD_QUESTION);
			line = reader.readLine();
		}
		String[] words = line.split(" ");
		if (words.length != 4 || !(line.startsWith("CONFIG cluster ") || line.startsWith("VALUE AmazonElastiCache:"))) {
			throw new IOException("the answer is '%s'".formatted(line));
		}
		String data = reader.readData(length(words[3]));
		for (line = reader.readLine(); !line.equals("END"); line = reader.readLine()) {
			if (!line.isEmpty()) {
				throw new IOException("the answer goes on with '%s'".formatted(line));
			}
		}
		return data;
	}

	private static void send(Socket socket, String question) throws IOException {
		socket.getOutputStream().write(question.getBytes(StandardCharsets.US_ASCII));
	}

	private static int length(String word) throws IOException {
		try {
			return Integer.parseInt(word);
		}
		catch (NumberFormatException ex) {
			throw new IOException("the length of the answer is '%s'".formatted(word), ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		Socket current = this.connection;
		if (current != null) {
			close(current);
		}
	}

	private static void close(Socket connection) {
		try {
			connection.close();
		}
		catch (IOException ex) {
			logger.debug("Closing the connection to the discovery endpoint failed", ex);
		}
	}

}

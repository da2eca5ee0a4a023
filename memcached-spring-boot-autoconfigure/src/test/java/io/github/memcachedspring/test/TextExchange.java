package io.github.memcachedspring.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Exchange of text with a server on the loopback interface, one connection each.
 */
final class TextExchange {

	private static final int TIMEOUT_MILLIS = 10_000;

	private TextExchange() {
	}

	static String exchange(int port, String lines) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			String text = lines + "\r\nquit\r\n";
			socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			return answer.endsWith("\r\n") ? answer.substring(0, answer.length() - 2) : answer;
		}
	}

}

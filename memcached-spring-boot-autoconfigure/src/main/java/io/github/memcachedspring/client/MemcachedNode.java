package io.github.memcachedspring.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.util.Assert;

/**
 * One memcached server, named as in the configuration. The name, not the resolved
 * address, decides which keys it holds, so that a server that comes back with another
 * address keeps its keys.
 *
 * @param host host name or IP literal, IPv6 without brackets
 * @param port TCP port
 * @since 0.1.0
 */
public record MemcachedNode(String host, int port) {

	/** Port of a server whose address names none: {@value}. */
	public static final int DEFAULT_PORT = 11211;

	private static final String NAME = "[\\p{L}\\p{N}._-]+";

	private static final String IPV6 = "[\\p{XDigit}:.]*:[\\p{XDigit}.]*:[\\p{XDigit}:.]*(?:%[\\w.-]+)?";

	private static final Pattern HOST = Pattern.compile("%s|%s".formatted(NAME, IPV6));

	private static final Pattern ADDRESS = Pattern
		.compile("(?:(?<name>" + NAME + ")|\\[(?<literal>" + IPV6 + ")])(?::(?<port>\\d{1,5}))?");

	public MemcachedNode {
		Assert.notNull(host, "'host' must not be null");
		Assert.isTrue(HOST.matcher(host).matches(),
				() -> "'host' must be a host name or an IP address without brackets: '%s'".formatted(host));
		Assert.isTrue(port > 0 && port <= 0xFFFF, () -> "'port' must be 1 to 65535: " + port);
	}

	/**
	 * Parses an address.
	 * @param address {@code host}, {@code host:port}, {@code [ipv6]} or
	 * {@code [ipv6]:port}
	 * @return the node
	 * @throws IllegalArgumentException if the text is no address
	 */
	public static MemcachedNode parse(String address) {
		Matcher matcher = ADDRESS.matcher(address.strip());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"'%s' is not an address; expected 'host:port', 'host' or '[ipv6]:port'".formatted(address));
		}
		String name = matcher.group("name");
		String port = matcher.group("port");
		return new MemcachedNode((name != null) ? name : matcher.group("literal"),
				(port != null) ? Integer.parseInt(port) : DEFAULT_PORT);
	}

	@Override
	public String toString() {
		return (this.host.indexOf(':') >= 0) ? "[%s]:%d".formatted(this.host, this.port) : this.host + ":" + this.port;
	}

}

package io.github.memcachedspring.client;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MemcachedNode}.
 */
class MemcachedNodeTests {

	@ParameterizedTest
	@CsvSource({ "cache-1, cache-1, 11211", "cache-1:11311, cache-1, 11311",
			"cache_1.example.com:1, cache_1.example.com, 1", "10.0.0.1, 10.0.0.1, 11211",
			"10.0.0.1:65535, 10.0.0.1, 65535", "[::1], ::1, 11211", "[::1]:11212, ::1, 11212",
			"[fe80::1%eth0]:11212, fe80::1%eth0, 11212", "[::ffff:10.0.0.1]:11212, ::ffff:10.0.0.1, 11212",
			"'  cache-1:7 ', cache-1, 7" })
	void parsesAddresses(String address, String host, int port) {
		assertThat(MemcachedNode.parse(address)).isEqualTo(new MemcachedNode(host, port));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "::1", "a:b:c", "a:b", "host:", ":11211", "a b", "a b:1", "host:1 ,", "host:-1",
			"host:+1", "host:1.5", "host:123456", "a,b:1", "[::1", "::1]", "[]", "[]:11211", "[::1]x", "[::1]x:1",
			"[::1]:", "[host]:1", "[a b]:1", "[10.0.0.1]:1", "x[::1]:1", "a\r\nb", "http://host:1", "user@host:1" })
	void refusesWhatIsNoAddress(String address) {
		assertThatIllegalArgumentException().isThrownBy(() -> MemcachedNode.parse(address))
			.withMessage("'%s' is not an address; expected 'host:port', 'host' or '[ipv6]:port'", address);
	}

	@ParameterizedTest
	@CsvSource({ "host:0, 0", "host:70000, 70000", "[::1]:65536, 65536" })
	void refusesPortsOutOfRange(String address, int port) {
		assertThatIllegalArgumentException().isThrownBy(() -> MemcachedNode.parse(address))
			.withMessage("'port' must be 1 to 65535: " + port);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a:1", "[::1]", "a\nb", "::g" })
	void refusesIllegalHostsHoweverMade(String host) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MemcachedNode(host, 1))
			.withMessage("'host' must be a host name or an IP address without brackets: '%s'", host);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache-1:11211", "10.0.0.1:7", "[::1]:11212" })
	void showsWhatCanBeParsed(String address) {
		assertThat(MemcachedNode.parse(address)).hasToString(address);
	}

	@Test
	void isAnotherNodeWithAnotherPort() {
		assertThat(new MemcachedNode("a", 1)).isNotEqualTo(new MemcachedNode("a", 2))
			.isNotEqualTo(new MemcachedNode("b", 1));
	}

}

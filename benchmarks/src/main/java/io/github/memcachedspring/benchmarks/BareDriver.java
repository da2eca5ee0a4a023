package io.github.memcachedspring.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

import com.google.code.yanf4j.core.impl.StandardSocketOption;
import io.github.memcachedspring.client.MemcachedNode;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The driver alone: classic text commands, its own transcoder, no merging of reads, and
 * socket buffers as large as ours.
 */
final class BareDriver implements AutoCloseable {

	private static final int SOCKET_BUFFER_SIZE = 256 * 1024;

	/** As long as ours, so that both send as many bytes. */
	private static final String KEY_HEAD = "bare:c:products:s=";

	private final MemcachedClient client;

	private BareDriver(MemcachedClient client) {
		this.client = client;
	}

	static BareDriver connect(MemcachedNode node) throws IOException {
		XMemcachedClientBuilder builder = new XMemcachedClientBuilder(
				List.of(new InetSocketAddress(node.host(), node.port())));
		builder.setSocketOption(StandardSocketOption.SO_SNDBUF, SOCKET_BUFFER_SIZE);
		builder.setSocketOption(StandardSocketOption.SO_RCVBUF, SOCKET_BUFFER_SIZE);
		MemcachedClient client = builder.build();
		client.setOptimizeGet(false);
		return new BareDriver(client);
	}

	void fill() throws Exception {
		for (int number = 0; number < HitFixture.KEYS; number++) {
			this.client.set(wire(HitFixture.key(number)), 0, HitFixture.text(number));
		}
	}

	@Nullable Object get(String key) throws Exception {
		return this.client.get(wire(key));
	}

	private static String wire(String key) {
		return KEY_HEAD.concat(key);
	}

	@Override
	public void close() throws IOException {
		this.client.shutdown();
	}

}

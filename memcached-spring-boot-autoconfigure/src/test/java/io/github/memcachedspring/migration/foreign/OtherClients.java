package io.github.memcachedspring.migration.foreign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.memcachedspring.client.MemcachedNode;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.impl.ArrayMemcachedSessionLocator;
import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;
import net.rubyeye.xmemcached.transcoders.CompressionMode;
import net.rubyeye.xmemcached.transcoders.SerializingTranscoder;
import net.spy.memcached.ConnectionFactoryBuilder;
import net.spy.memcached.ConnectionFactoryBuilder.Locator;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.MemcachedClient;
import org.slf4j.LoggerFactory;

/**
 * Clients of the libraries that others use.
 */
final class OtherClients {

	static {
		System.setProperty("net.spy.log.LoggerImpl", "net.spy.memcached.compat.log.SLF4JLogger");
		for (String name : List.of("com.google.code.yanf4j", "net.rubyeye.xmemcached", "remoting", "net.spy")) {
			((Logger) LoggerFactory.getLogger(name)).setLevel(Level.ERROR);
		}
	}

	private OtherClients() {
	}

	static OtherClient xmemcached(MemcachedNode... nodes) {
		return xmemcached(false, CompressionMode.GZIP, nodes);
	}

	static OtherClient xmemcached(boolean ketama, CompressionMode compression, MemcachedNode... nodes) {
		XMemcachedClientBuilder builder = new XMemcachedClientBuilder(addresses(nodes));
		builder.setSessionLocator(ketama ? new KetamaMemcachedSessionLocator() : new ArrayMemcachedSessionLocator());
		SerializingTranscoder transcoder = new SerializingTranscoder();
		transcoder.setCompressionMode(compression);
		builder.setTranscoder(transcoder);
		try {
			return new XMemcached(builder.build());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static OtherClient spymemcached(boolean ketama, MemcachedNode... nodes) {
		ConnectionFactoryBuilder builder = new ConnectionFactoryBuilder().setDaemon(true).setOpTimeout(10_000);
		if (ketama) {
			builder.setLocatorType(Locator.CONSISTENT).setHashAlg(DefaultHashAlgorithm.KETAMA_HASH);
		}
		try {
			return new Spymemcached(new MemcachedClient(builder.build(), addresses(nodes)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<InetSocketAddress> addresses(MemcachedNode... nodes) {
		return List.of(nodes).stream().map((node) -> new InetSocketAddress(node.host(), node.port())).toList();
	}

	private record XMemcached(net.rubyeye.xmemcached.MemcachedClient client) implements OtherClient {

		@Override
		public void set(String key, int seconds, Object value) throws Exception {
			this.client.set(key, seconds, value, 10_000);
		}

		@Override
		public Object get(String key) throws Exception {
			return this.client.get(key, 10_000);
		}

		@Override
		public void close() throws IOException {
			this.client.shutdown();
		}

	}

	private record Spymemcached(MemcachedClient client) implements OtherClient {

		@Override
		public void set(String key, int seconds, Object value) throws Exception {
			this.client.set(key, seconds, value).get();
		}

		@Override
		public Object get(String key) {
			return this.client.get(key);
		}

		@Override
		public void close() {
			this.client.shutdown();
		}

	}

}

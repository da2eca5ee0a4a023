package io.github.memcachedspring.test;

import java.util.List;

/**
 * A memcached that is installed on this machine.
 */
final class RealServer implements TestServer {

	private final List<String> arguments;

	private volatile MemcachedProcess process;

	RealServer(List<String> arguments) {
		this.arguments = arguments;
		this.process = MemcachedProcess.start(arguments, MemcachedProcess.ANY_PORT);
	}

	@Override
	public int port() {
		return this.process.port();
	}

	@Override
	public void kill() {
		this.process.kill();
	}

	@Override
	public void restart() {
		this.process = MemcachedProcess.start(this.arguments, port());
	}

	@Override
	public void pause() {
		this.process.signal("STOP");
		this.process.awaitStopped();
	}

	@Override
	public void resume() {
		this.process.signal("CONT");
	}

}

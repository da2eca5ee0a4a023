package io.github.memcachedspring.embedded;

import java.util.function.Supplier;

import io.github.memcachedspring.embedded.fault.Door;

/**
 * Lets faults refuse connections to whatever run of a server there is at the time.
 *
 * @param current the listener of that run; gives null while the server is stopped
 */
record ListenerDoor(Supplier<Listener> current) implements Door {

	@Override
	public void shut() {
		Listener listener = this.current.get();
		if (listener != null) {
			listener.shut();
		}
	}

	@Override
	public void open() {
		Listener listener = this.current.get();
		if (listener != null) {
			listener.open();
		}
	}

}

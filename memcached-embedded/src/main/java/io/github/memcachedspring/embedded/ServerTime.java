package io.github.memcachedspring.embedded;

/**
 * The time as memcached keeps it: whole seconds since shortly before the start of the
 * server.
 */
final class ServerTime {

	/** Expiry times above this are Unix time. */
	private static final int THIRTY_DAYS = 60 * 60 * 24 * 30;

	/** Stored for a negative expiry: a second that lies in the past since the start. */
	private static final int LONG_AGO = 1;

	/** Memcached starts counting above zero, to have a past. */
	private static final int HEAD_START = 62;

	private final SettableClock clock;

	private final long startMillis;

	private final long epoch;

	ServerTime(SettableClock clock) {
		this.clock = clock;
		this.startMillis = clock.millis();
		this.epoch = this.startMillis / 1000 - HEAD_START;
	}

	int now() {
		return (int) ((this.clock.millis() - this.startMillis) / 1000) + HEAD_START;
	}

	int uptime() {
		return now() - HEAD_START;
	}

	/** The Unix time of a second of this server. */
	long unixTime(int second) {
		return this.epoch + second;
	}

	/**
	 * The second at which something expires.
	 * @param expiry as sent by the client: 0 for never, negative for at once, relative,
	 * or Unix time
	 * @return 0 for never
	 */
	int expiry(int expiry) {
		if (expiry == 0) {
			return 0;
		}
		if (expiry < 0) {
			return LONG_AGO;
		}
		if (expiry > THIRTY_DAYS) {
			return (int) Math.max(LONG_AGO, expiry - this.epoch);
		}
		return now() + expiry;
	}

}

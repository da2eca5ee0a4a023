package io.github.memcachedspring.embedded.fault;

/**
 * What a connection is like, whatever command it carries.
 *
 * @param holdsRequests whether nothing that the client sends arrives
 * @param holdsReplies whether nothing that the server sends arrives
 * @param latency nanoseconds from a request's arrival to its reply, at least
 * @param jitter nanoseconds by which the latency is more or less, at most
 * @param bandwidth bytes per second in each direction; 0 for no limit
 * @param slice largest piece in bytes that replies are sent in; 0 for no limit
 */
record Conditions(boolean holdsRequests, boolean holdsReplies, long latency, long jitter, long bandwidth, int slice) {

	static final Conditions PERFECT = new Conditions(false, false, 0, 0, 0, 0);

	Conditions withHeld(boolean requests, boolean replies) {
		return new Conditions(requests, replies, this.latency, this.jitter, this.bandwidth, this.slice);
	}

	Conditions withLatency(long nanos, long jitterNanos) {
		return new Conditions(this.holdsRequests, this.holdsReplies, nanos, jitterNanos, this.bandwidth, this.slice);
	}

	Conditions withBandwidth(long bytesPerSecond) {
		return new Conditions(this.holdsRequests, this.holdsReplies, this.latency, this.jitter, bytesPerSecond,
				this.slice);
	}

	Conditions withSlice(int bytes) {
		return new Conditions(this.holdsRequests, this.holdsReplies, this.latency, this.jitter, this.bandwidth, bytes);
	}

	/** These, and where they say nothing, the others. */
	Conditions or(Conditions others) {
		if (others.equals(PERFECT)) {
			return this;
		}
		return new Conditions(this.holdsRequests || others.holdsRequests, this.holdsReplies || others.holdsReplies,
				isLate() ? this.latency : others.latency, isLate() ? this.jitter : others.jitter,
				(this.bandwidth > 0) ? this.bandwidth : others.bandwidth, (this.slice > 0) ? this.slice : others.slice);
	}

	boolean isLate() {
		return this.latency > 0 || this.jitter > 0;
	}

}

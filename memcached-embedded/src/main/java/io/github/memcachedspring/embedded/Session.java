package io.github.memcachedspring.embedded;

/**
 * What the commands of one connection work with.
 *
 * @param server what all connections share
 * @param store where items are: of the server, or one that is thrown away
 * @param input to read data blocks from
 * @param reply to write to
 */
record Session(Server server, Store store, LineReader input, ReplyBuffer reply) {

	ServerTime time() {
		return this.store.time();
	}

	Statistics statistics() {
		return this.store.statistics();
	}

	Storing storing() {
		return new Storing(this.store, statistics());
	}

}

package io.github.memcachedspring.transcoder;

import java.io.Serializable;

/**
 * Not trusted by the tests and not used by name: tells when it is initialised.
 */
class GadgetTwo implements Serializable {

	static {
		System.setProperty("memcached.test.gadget.initialised", "true");
	}

	private static final long serialVersionUID = 1L;

}

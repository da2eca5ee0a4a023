package io.github.memcachedspring.transcoder;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/**
 * Not trusted by the tests. Tells when it is read; its name is as long as that of
 * {@link GadgetTwo}.
 */
class GadgetOne implements Serializable {

	static final String READ = "memcached.test.gadget.read";

	private static final long serialVersionUID = 1L;

	private void readObject(ObjectInputStream stream) throws IOException {
		System.setProperty(READ, "true");
	}

}

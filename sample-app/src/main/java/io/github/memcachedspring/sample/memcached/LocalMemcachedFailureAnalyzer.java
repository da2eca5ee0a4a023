package io.github.memcachedspring.sample.memcached;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says at start-up how to come to a server.
 */
class LocalMemcachedFailureAnalyzer extends AbstractFailureAnalyzer<LocalMemcachedException> {

	static final String ACTION = """
			Do one of these:

			  * install memcached 1.6.13 or later ('apt install memcached', 'brew install memcached') \
			and start the sample again
			  * set 'sample.memcached' to 'embedded', for a server within the sample
			  * set 'memcached.servers' to a server that is running, for example \
			'--memcached.servers=localhost:11211'""";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LocalMemcachedException cause) {
		return new FailureAnalysis(cause.getMessage(), ACTION, cause);
	}

}

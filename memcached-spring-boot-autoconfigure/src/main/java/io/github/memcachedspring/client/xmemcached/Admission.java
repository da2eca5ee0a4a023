package io.github.memcachedspring.client.xmemcached;

import java.util.concurrent.Executor;

import javax.net.ssl.SSLException;

import io.github.memcachedspring.client.MemcachedConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * What a new connection goes through before it is used: authentication, if there are
 * credentials, and then the probe. The first thing that goes wrong ends the attempt.
 */
final class Admission {

	private static final Executor DIRECT = Runnable::run;

	private final ConnectAttempt attempt;

	private final NodeSession session;

	private final @Nullable Credentials credentials;

	Admission(ConnectAttempt attempt, NodeSession session, @Nullable Credentials credentials) {
		this.attempt = attempt;
		this.session = session;
		this.credentials = credentials;
	}

	void run() {
		if (this.credentials == null) {
			probe();
			return;
		}
		NodeConnection connection = this.attempt.connection();
		PlainCommand command = PlainCommand.authentication(connection.node(), this.credentials);
		connection.sendOn(this.session, command).subscribe(DIRECT, (reply, failure) -> {
			if (failure == null) {
				probe();
			}
			else {
				failed(failure, false);
			}
		});
	}

	private void probe() {
		if (this.attempt.hasClassicCommands()) {
			askForVersion();
			return;
		}
		ServerProbe probe = new ServerProbe(this.attempt.connection(), this.session);
		probe.run((refusal, failure) -> {
			if (failure != null) {
				failed(failure, this.credentials != null || probe.isAnswered());
			}
			else if (refusal != null) {
				String hint = this.attempt.refusalHint();
				this.attempt.refused((hint != null) ? refusal + "; " + hint : refusal);
			}
			else {
				this.attempt.succeeded(this.session);
			}
		});
	}

	/** Such a server cannot hold leases and need not show that it can. */
	private void askForVersion() {
		this.attempt.connection().sendPlain(this.session, "version", "VERSION ").subscribe(DIRECT, (reply, failure) -> {
			if (failure != null) {
				failed(failure, this.credentials != null);
			}
			else {
				this.attempt.succeeded(this.session);
			}
		});
	}

	private void failed(Throwable failure, boolean answered) {
		if (isDenial(failure)) {
			String properties = "'%1$s.username' and '%1$s.password'".formatted(this.attempt.propertyPrefix());
			this.attempt.denied((this.credentials != null) ? "it does not accept " + properties
					: "it demands authentication; set " + properties);
		}
		else if (failure.getCause() instanceof SSLException cause) {
			this.attempt.failed(cause);
		}
		else if (!answered && failure instanceof MemcachedConnectionException) {
			this.attempt.unanswered(failure);
		}
		else {
			this.attempt.failed(failure);
		}
	}

	/**
	 * Memcached says {@code unauthenticated}, {@code authentication failure} or
	 * {@code bad authentication token format}.
	 */
	private static boolean isDenial(Throwable failure) {
		String message = String.valueOf(failure.getMessage());
		return message.contains("CLIENT_ERROR") && message.contains("authenticat");
	}

}

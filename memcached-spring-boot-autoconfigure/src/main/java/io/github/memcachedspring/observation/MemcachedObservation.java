package io.github.memcachedspring.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed.
 *
 * @since 0.1.0
 */
public enum MemcachedObservation implements ObservationDocumentation {

	/**
	 * A command, from before it is sent until whoever sent it takes in the answer.
	 */
	COMMAND {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultMemcachedCommandConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return CommandKey.values();
		}

	},

	/**
	 * The time that a call waits for the load of another caller, in this JVM or elsewhere
	 * in the fleet. A call may wait more than once.
	 */
	LOAD_WAIT {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultLoadWaitConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LoadWaitKey.values();
		}

	};

	/**
	 * Keys of a command, all of low cardinality.
	 */
	public enum CommandKey implements KeyName {

		/** Always {@code memcached}. */
		SYSTEM("db.system.name"),

		/** The {@linkplain io.github.memcachedspring.client.Verb#command() command}. */
		OPERATION("db.operation.name"),

		/** Host of the node as configured. */
		SERVER_ADDRESS("server.address"),

		/** Port of the node. */
		SERVER_PORT("server.port"),

		/** Name of the cluster. */
		CLUSTER("cluster"),

		/**
		 * What became of the command, an
		 * {@link io.github.memcachedspring.client.CommandOutcome}. Not there before its
		 * end.
		 */
		OUTCOME("outcome") {

			@Override
			public boolean isRequired() {
				return false;
			}

		},

		/** Class of the failure. Not there without one. */
		ERROR_TYPE("error.type") {

			@Override
			public boolean isRequired() {
				return false;
			}

		};

		private final String text;

		CommandKey(String text) {
			this.text = text;
		}

		@Override
		public String asString() {
			return this.text;
		}

	}

	/**
	 * Keys of a wait, all of low cardinality.
	 */
	public enum LoadWaitKey implements KeyName {

		/** Name of the cache. */
		CACHE("cache"),

		/**
		 * {@code ended} if there were news of the load, {@code given-up} if the caller
		 * loads for itself after {@code wait-limit}. Not there before the end.
		 */
		OUTCOME("outcome") {

			@Override
			public boolean isRequired() {
				return false;
			}

		};

		private final String text;

		LoadWaitKey(String text) {
			this.text = text;
		}

		@Override
		public String asString() {
			return this.text;
		}

	}

}

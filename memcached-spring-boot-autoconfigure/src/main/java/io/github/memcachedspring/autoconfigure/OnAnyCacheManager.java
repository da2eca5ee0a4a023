package io.github.memcachedspring.autoconfigure;

import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.cache.CacheManager;

/**
 * Matches if there is a cache manager, or one of a further cluster, which conditions on
 * beans do not count since it is no default candidate.
 */
final class OnAnyCacheManager extends AnyNestedCondition {

	OnAnyCacheManager() {
		super(ConfigurationPhase.REGISTER_BEAN);
	}

	@ConditionalOnBean(CacheManager.class)
	static class Default {

	}

	@ConditionalOnBean(FurtherClusters.class)
	static class OfFurtherCluster {

	}

}

package io.github.memcachedspring.annotation;

import java.util.Collection;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.cache.interceptor.CacheableOperation;

import static org.assertj.core.api.Assertions.assertThat;

class RoutedOperationTests {

	@Test
	void carriesAllOverFromCacheable() {
		CacheableOperation.Builder builder = new CacheableOperation.Builder();
		builder.setUnless("#result == null");
		builder.setSync(true);
		CacheOperation copy = copy(filled(builder));
		assertThat(copy).isExactlyInstanceOf(CacheableOperation.class);
		assertThat(((CacheableOperation) copy).getUnless()).isEqualTo("#result == null");
		assertThat(((CacheableOperation) copy).isSync()).isTrue();
	}

	@Test
	void carriesAllOverFromCachePut() {
		CachePutOperation.Builder builder = new CachePutOperation.Builder();
		builder.setUnless("#result == null");
		CacheOperation copy = copy(filled(builder));
		assertThat(copy).isExactlyInstanceOf(CachePutOperation.class);
		assertThat(((CachePutOperation) copy).getUnless()).isEqualTo("#result == null");
	}

	@Test
	void carriesAllOverFromCacheEvict() {
		CacheEvictOperation.Builder builder = new CacheEvictOperation.Builder();
		builder.setCacheWide(true);
		builder.setBeforeInvocation(true);
		CacheOperation copy = copy(filled(builder));
		assertThat(copy).isExactlyInstanceOf(CacheEvictOperation.class);
		assertThat(((CacheEvictOperation) copy).isCacheWide()).isTrue();
		assertThat(((CacheEvictOperation) copy).isBeforeInvocation()).isTrue();
	}

	@Test
	void copiesAnOperationWithoutNameAndUnless() {
		CacheOperation copy = RoutedOperation.copy(new CacheableOperation.Builder().build(), "ours", "copy");
		assertThat(copy.getCacheResolver()).isEqualTo("ours");
		assertThat(((CacheableOperation) copy).getUnless()).isNull();
	}

	@Test
	void leavesAnOperationOfAnotherClassAlone() {
		CacheOperation operation = new CacheableOperation(new CacheableOperation.Builder()) {
		};
		assertThat(RoutedOperation.copy(operation, "ours", "copy")).isSameAs(operation);
	}

	private static CacheOperation filled(CacheOperation.Builder builder) {
		builder.setName("name");
		builder.setCacheNames("books", "shelves");
		builder.setKey("#isbn");
		builder.setKeyGenerator("generator");
		builder.setCondition("#isbn != null");
		builder.setCacheManager("manager");
		return builder.build();
	}

	private static CacheOperation copy(CacheOperation operation) {
		CacheOperation copy = RoutedOperation.copy(operation, "ours", "copy");
		assertThat(copy.getName()).isEqualTo("name");
		assertThat((Collection<String>) copy.getCacheNames()).isEqualTo(operation.getCacheNames());
		assertThat(List.of(copy.getKey(), copy.getKeyGenerator(), copy.getCondition(), copy.getCacheManager()))
			.containsExactly("#isbn", "generator", "#isbn != null", "manager");
		assertThat(copy.getCacheResolver()).isEqualTo("ours");
		assertThat(copy).hasToString("copy").isNotEqualTo(operation);
		return copy;
	}

}

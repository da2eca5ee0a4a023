package io.github.memcachedspring.autoconfigure.endpoint;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Tells by the status and the body of an HTTP answer what is wrong with a request; Spring
 * Boot would keep the message to itself.
 *
 * @since 0.1.0
 */
@EndpointWebExtension(endpoint = MemcachedEndpoint.class)
public class MemcachedEndpointWebExtension {

	private final MemcachedEndpoint endpoint;

	MemcachedEndpointWebExtension(MemcachedEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Tells about a cache.
	 * @param part {@code caches}
	 * @param name name of the cache
	 * @param cacheManager bean name of its manager, needed if several have such a cache
	 * @return the cache
	 */
	@ReadOperation
	public WebEndpointResponse<Object> cache(@Selector String part, @Selector String name,
			@Nullable String cacheManager) {
		return respond(() -> {
			CacheDescriptor cache = this.endpoint.cache(part, name, cacheManager);
			return (cache != null) ? new WebEndpointResponse<>(cache) : notFound();
		});
	}

	/**
	 * Clears a cache, for all instances.
	 * @param part {@code caches}
	 * @param name name of the cache
	 * @param cacheManager bean name of its manager, needed if several have such a cache
	 * @return nothing
	 */
	@DeleteOperation
	public WebEndpointResponse<Object> clear(@Selector String part, @Selector String name,
			@Nullable String cacheManager) {
		return respond(() -> this.endpoint.clear(part, name, cacheManager)
				? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT) : notFound());
	}

	/**
	 * Moves this instance to another phase of the migration, or starts a warm-up.
	 * @param part {@code migration} or {@code warm-up}
	 * @param phase the phase to move to, as in the property
	 * @param warmers names of the warmers, or {@code null} for all
	 * @return the part that was changed, as it is now
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String part, @Nullable String phase,
			@Nullable List<String> warmers) {
		return respond(() -> new WebEndpointResponse<>(this.endpoint.change(part, phase, warmers)));
	}

	private static WebEndpointResponse<Object> notFound() {
		return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	private static WebEndpointResponse<Object> respond(Supplier<WebEndpointResponse<Object>> answer) {
		try {
			return answer.get();
		}
		catch (InvalidEndpointRequestException ex) {
			return new WebEndpointResponse<>(OperationResponseBody.of(Map.of("error", ex.getReason())),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

}

package io.github.memcachedspring.autoconfigure;

import tools.jackson.databind.json.JsonMapper;

/**
 * Changes the builder of the mapper that turns cached values into JSON, for example to
 * add a module. It is not the application's mapper. Declared as a bean.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface MemcachedJsonMapperBuilderCustomizer {

	/**
	 * Changes the builder.
	 * @param builder the builder; how types are written and checked is set after this and
	 * cannot be changed
	 */
	void customize(JsonMapper.Builder builder);

}

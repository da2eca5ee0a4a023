package io.github.memcachedspring.autoconfigure;

import java.util.List;

import io.github.memcachedspring.transcoder.JsonCodec;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The JSON codec, where Jackson is on the class path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(JsonMapper.class)
class JsonCodecConfiguration {

	@Bean
	JsonCodecFactory memcachedJsonCodecFactory(ObjectProvider<MemcachedJsonMapperBuilderCustomizer> customizers) {
		List<MemcachedJsonMapperBuilderCustomizer> ordered = customizers.orderedStream().toList();
		return (trustedTypes, classLoader) -> JsonCodec.create(trustedTypes, classLoader,
				(builder) -> ordered.forEach((customizer) -> customizer.customize(builder)));
	}

}

package io.github.memcachedspring.autoconfigure;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.github.memcachedspring.autoconfigure.MemcachedCacheProperties.Codec;
import io.github.memcachedspring.migration.foreign.ForeignValues;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Creates the transcoders that the properties ask for. Each reads what the other codec
 * wrote, so that the codec can be changed without losing the cache.
 */
final class TranscoderFactory {

	private final String root;

	private final MemcachedCacheProperties properties;

	private final TrustedTypes trustedTypes;

	private final @Nullable ClassLoader classLoader;

	private final Map<Codec, ObjectCodec> codecs = new EnumMap<>(Codec.class);

	private final Map<Codec, Transcoder> transcoders = new EnumMap<>(Codec.class);

	/**
	 * Creates a factory.
	 * @param root what the names of the properties begin with
	 * @param properties the properties
	 * @param beanFactory knows the application's packages
	 * @param classLoader loads the classes of values
	 * @param jsonCodecFactory creates the JSON codec, if Jackson is there
	 */
	TranscoderFactory(String root, MemcachedCacheProperties properties, BeanFactory beanFactory,
			@Nullable ClassLoader classLoader, ObjectProvider<JsonCodecFactory> jsonCodecFactory) {
		this.root = root;
		this.properties = properties;
		this.trustedTypes = trustedTypes(beanFactory);
		this.classLoader = classLoader;
		this.codecs.put(Codec.JDK, ObjectCodec.jdk(this.trustedTypes, this.classLoader));
		jsonCodecFactory
			.ifAvailable((factory) -> this.codecs.put(Codec.JSON, factory.create(this.trustedTypes, this.classLoader)));
	}

	private TrustedTypes trustedTypes(BeanFactory beanFactory) {
		List<String> packages = new ArrayList<>();
		if (AutoConfigurationPackages.has(beanFactory)) {
			packages.addAll(AutoConfigurationPackages.get(beanFactory));
			// The default package would make every class trusted.
			packages.removeIf(String::isEmpty);
		}
		try {
			return TrustedTypes.ofPackages(packages).withPackages(this.properties.getTrustedPackages());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(this.root + "trusted-packages",
					String.join(",", this.properties.getTrustedPackages()), ex.getMessage(), ex);
		}
	}

	Transcoder create(String property, Codec codec) {
		ObjectCodec writing = this.codecs.get(codec);
		if (writing == null) {
			throw new InvalidConfigurationPropertyValueException(property, codec,
					"Jackson 3 is not on the class path. Add 'tools.jackson.core:jackson-databind', "
							+ "or set the codec to 'jdk'.");
		}
		return this.transcoders.computeIfAbsent(codec, (missing) -> createTranscoder(writing));
	}

	/** Reads what other clients have written, within the same limits. */
	ForeignValues foreignValues() {
		return new ForeignValues(this.trustedTypes, this.classLoader, compression().maxInflatedSize());
	}

	private Transcoder createTranscoder(ObjectCodec writing) {
		Transcoder transcoder = Transcoder.of(writing, compression());
		for (ObjectCodec other : this.codecs.values()) {
			if (other != writing) {
				transcoder = transcoder.alsoReading(other);
			}
		}
		return transcoder;
	}

	private Compression compression() {
		MemcachedCacheProperties.Compression compression = this.properties.getCompression();
		int threshold = bytes("threshold", compression.getThreshold());
		int maxInflatedSize = bytes("max-inflated-size", compression.getMaxInflatedSize());
		return compression.isEnabled() ? new Compression(threshold, maxInflatedSize)
				: new Compression(Integer.MAX_VALUE, maxInflatedSize);
	}

	private int bytes(String name, @Nullable DataSize size) {
		if (size == null || size.toBytes() < 1 || size.toBytes() > DataSize.ofGigabytes(1).toBytes()) {
			throw new InvalidConfigurationPropertyValueException(this.root + "compression." + name, size,
					"Must be 1B to 1GB, for example '16KB'.");
		}
		return (int) size.toBytes();
	}

}

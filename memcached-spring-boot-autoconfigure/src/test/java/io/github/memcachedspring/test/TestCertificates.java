package io.github.memcachedspring.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * Two certificate authorities and what they signed, made by the JDK's {@code keytool}
 * once for all tests.
 *
 * @since 0.1.0
 */
public final class TestCertificates {

	/** Signed all but {@link #STRANGER}. */
	public static final String CA = "ca";

	/** Signed {@link #STRANGER}. */
	public static final String OTHER_CA = "other-ca";

	/** Valid for {@code localhost} and {@code 127.0.0.1}. */
	public static final String SERVER = "server";

	/** Valid for another host. */
	public static final String ELSEWHERE = "elsewhere";

	/** Was valid for {@code localhost} and {@code 127.0.0.1}. */
	public static final String EXPIRED = "expired";

	/** Belongs to a client. */
	public static final String CLIENT = "client";

	/** Belongs to a client of another authority. */
	public static final String STRANGER = "stranger";

	/** System property with the directory of another JVM's certificates. */
	public static final String DIRECTORY = "test.certificates";

	private static final String PASSWORD = "changeit";

	private static final String HERE = "san=dns:localhost,ip:127.0.0.1";

	private static @Nullable TestCertificates instance;

	private final Path directory;

	private final KeyStore keyStore;

	private TestCertificates() throws IOException, GeneralSecurityException {
		String existing = System.getProperty(DIRECTORY);
		this.directory = (existing != null) ? Path.of(existing) : Files.createTempDirectory("certificates");
		if (existing == null) {
			this.directory.toFile().deleteOnExit();
			generateAll();
		}
		this.keyStore = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keyStoreFile())) {
			this.keyStore.load(in, PASSWORD.toCharArray());
		}
		if (existing == null) {
			writeAll();
		}
	}

	private void generateAll() throws IOException {
		generate(CA, "-ext", "bc:c");
		generate(OTHER_CA, "-ext", "bc:c");
		generate(SERVER, "-signer", CA, "-ext", HERE);
		generate(ELSEWHERE, "-signer", CA, "-ext", "san=dns:elsewhere.example");
		generate(EXPIRED, "-signer", CA, "-ext", HERE, "-startdate", "-3d", "-validity", "1");
		generate(CLIENT, "-signer", CA);
		generate(STRANGER, "-signer", OTHER_CA);
	}

	private void writeAll() throws IOException, GeneralSecurityException {
		for (String alias : Collections.list(this.keyStore.aliases())) {
			write(certificateFile(alias), "CERTIFICATE", this.keyStore.getCertificate(alias).getEncoded());
			write(keyFile(alias), "PRIVATE KEY", key(alias).getEncoded());
		}
	}

	/**
	 * Returns the certificates.
	 * @return the only instance
	 */
	public static synchronized TestCertificates get() {
		try {
			instance = (instance != null) ? instance : new TestCertificates();
			return instance;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void generate(String alias, String... options) throws IOException {
		String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
		List<String> command = new ArrayList<>(List.of(keytool, "-genkeypair", "-alias", alias, "-dname", "CN=" + alias,
				"-keyalg", "EC", "-groupname", "secp256r1", "-storetype", "PKCS12", "-keystore",
				keyStoreFile().toString(), "-storepass", PASSWORD));
		command.addAll(List.of(options));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		try {
			if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
				throw new IOException("keytool failed: " + output);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException(ex);
		}
		keyStoreFile().toFile().deleteOnExit();
	}

	private static void write(Path file, String type, byte[] content) throws IOException {
		String base64 = Base64.getMimeEncoder(64, new byte[] { '\n' }).encodeToString(content);
		Files.writeString(file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type, base64));
		file.toFile().deleteOnExit();
	}

	private Key key(String alias) throws GeneralSecurityException {
		return this.keyStore.getKey(alias, PASSWORD.toCharArray());
	}

	/**
	 * Returns the key store with all of them, of type PKCS12 and with the password
	 * {@code changeit}.
	 * @return the file
	 */
	public Path keyStoreFile() {
		return this.directory.resolve("all.p12");
	}

	/**
	 * Returns a certificate.
	 * @param alias whose
	 * @return a PEM file
	 */
	public Path certificateFile(String alias) {
		return this.directory.resolve(alias + ".crt");
	}

	/**
	 * Returns a private key.
	 * @param alias whose
	 * @return a PEM file
	 */
	public Path keyFile(String alias) {
		return this.directory.resolve(alias + ".key");
	}

	/**
	 * Returns the command line for a server with TLS.
	 * @param alias the server's certificate
	 * @param options further options, for example {@code ssl_verify_mode=2}
	 * @return the arguments of {@link MemcachedServer#start}
	 */
	public String[] serverArguments(String alias, String... options) {
		List<String> all = new ArrayList<>(
				List.of("ssl_chain_cert=" + certificateFile(alias), "ssl_key=" + keyFile(alias)));
		all.addAll(List.of(options));
		return new String[] { "-Z", "-o", String.join(",", all) };
	}

	/**
	 * Returns what a client, or a server in Java, needs.
	 * @param trusted the authority that it trusts
	 * @param own its own certificate, if any
	 * @return the context
	 */
	public SSLContext context(String trusted, @Nullable String own) {
		try {
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			KeyStore trustStore = emptyStore();
			trustStore.setCertificateEntry(trusted, this.keyStore.getCertificate(trusted));
			trust.init(trustStore);
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			KeyStore ownStore = emptyStore();
			if (own != null) {
				ownStore.setKeyEntry(own, key(own), PASSWORD.toCharArray(),
						new Certificate[] { this.keyStore.getCertificate(own) });
			}
			keys.init(ownStore, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore emptyStore() throws GeneralSecurityException {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			return store;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}

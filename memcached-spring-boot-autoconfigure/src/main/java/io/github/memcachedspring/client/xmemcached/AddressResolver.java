package io.github.memcachedspring.client.xmemcached;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host. May block for as long as the name service does.
 */
interface AddressResolver {

	/** Asks the name service that the JVM is set to. */
	AddressResolver SYSTEM = InetAddress::getAllByName;

	InetAddress[] resolve(String host) throws UnknownHostException;

}

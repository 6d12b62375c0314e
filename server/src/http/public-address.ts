import ipaddr from 'ipaddr.js';

/** The part of IPv6 that is handed out to networks at all (RFC 4291 §2.4, IANA): everything else is special. */
const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Says whether `address`, an IP address in text, is one that the internet at large can own: not loopback, private,
 * link-local, carrier-grade NAT (RFC 6598), multicast, reserved, and no IPv6 form that wraps an IPv4 address
 * (mapped, compatible, NAT64, 6to4, Teredo), which would bring the others back in disguise.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(globalUnicast);
}

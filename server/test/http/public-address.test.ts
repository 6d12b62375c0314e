import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../src/http/public-address.ts';

describe('which addresses are public', () => {
  it.each(['8.8.8.8', '1.1.1.1', '172.15.0.1', '172.32.0.1', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])(
    'takes %s',
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  it.each([
    ['loopback', '127.0.0.1'],
    ['loopback beyond .1', '127.255.255.254'],
    ['loopback, IPv6', '::1'],
    ['this network', '0.0.0.0'],
    ['unspecified, IPv6', '::'],
    ['private 10/8', '10.0.0.1'],
    ['private 172.16/12', '172.31.255.255'],
    ['private 192.168/16', '192.168.1.1'],
    ['link-local, where clouds keep their metadata', '169.254.169.254'],
    ['link-local, IPv6', 'fe80::1'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['multicast', '224.0.0.1'],
    ['multicast, IPv6', 'ff02::1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['documentation', '203.0.113.1'],
    ['benchmarking', '198.18.0.1'],
    ['unique local', 'fd00::1'],
    ['site-local', 'fec0::1'],
    ['IPv4-mapped', '::ffff:127.0.0.1'],
    ['IPv4-mapped, public inside', '::ffff:8.8.8.8'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64, local use', '64:ff9b:1::7f00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:7f00:1::'],
    ['documentation, IPv6', '2001:db8::1'],
    ['no address', 'localhost'],
    ['no address', ''],
  ])('A76: refuses %s: %s', (_name, address) => expect(isPublicAddress(address)).toBe(false));

  it('A76: takes no IPv6 address outside 2000::/3', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const first = group.filter((value) => (value & 0xe000) !== 0x2000);
    fc.assert(
      fc.property(first, fc.array(group, { minLength: 7, maxLength: 7 }), (head, rest) => {
        const address = [head, ...rest].map((value) => value.toString(16)).join(':');
        expect(isPublicAddress(address)).toBe(false);
      }),
    );
  });
});

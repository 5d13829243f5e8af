// Which addresses a document from elsewhere may make this machine connect to.
import { BlockList, isIP } from 'node:net';

/** The special-purpose registries of IANA (RFC 6890): what is not an address of the public network. */
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
/** All of IPv6 that is not global unicast, and what translates to IPv4 or documents. */
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
const GLOBAL_V6 = '2000::/3';

const special = new BlockList();
for (const range of SPECIAL_V4) addRange(special, range, 'ipv4');
for (const range of SPECIAL_V6) addRange(special, range, 'ipv6');
const global = new BlockList();
addRange(global, GLOBAL_V6, 'ipv6');

/** Whether an address is one of the public network. A text that is no address is not. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !special.check(address, 'ipv4');
  return family === 6 && global.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

function addRange(list: BlockList, range: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', prefix] = range.split('/');
  list.addSubnet(address, Number(prefix), family);
}

/**
 * IPv4 ranges without public web pages: the IANA special-purpose registry, multicast, the reserved top, and the two
 * addresses inside public space that clouds use for their own metadata (Azure’s wire server; Alibaba’s metadata is in
 * CGNAT).
 */
export const NOT_PUBLIC_V4: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]

/**
 * IPv6 is the other way round: only global unicast (2000::/3) may be public, so v4-mapped, v4-compatible, NAT64,
 * local and multicast need no entry. These are the holes inside it: Teredo and protocol space, documentation, 6to4,
 * AS112.
 */
export const GLOBAL_UNICAST_V6 = '2000::/3'
export const NOT_PUBLIC_V6: readonly string[] = [
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
]

/**
 * Ports that do not speak web protocols: the list of the Fetch standard, then the databases, queues and control
 * planes that answer to stray HTTP. An operator who needs one of them names it with its host.
 */
export const NOT_WEB_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 445, 465, 512, 513, 514, 515, 526, 530, 531,
  532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080, 1433, 1434, 1521, 2181, 2375, 2376, 2379, 2380, 3306,
  3389, 4369, 5432, 5433, 5671, 5672, 5900, 5984, 5985, 5986, 6379, 6380, 6443, 7000, 7001, 8500, 9042, 9092, 9200,
  9300, 10250, 10255, 11211, 26379, 27017, 27018, 50070,
])

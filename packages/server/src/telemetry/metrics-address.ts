export interface MetricsAddress {
  host: string;
  port: number;
}

/** `PORT`, on the loopback, or `HOST:PORT`. @throws Error */
export function readMetricsAddress(text: string): MetricsAddress {
  const [, ipv6, host, digits] = /^(?:\[([\da-f:.]+)\]:|([\w.-]+):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits ?? -1);
  if (port < 0 || port > 65_535) throw new Error('must be PORT or HOST:PORT');
  return { host: ipv6 ?? host ?? '127.0.0.1', port };
}

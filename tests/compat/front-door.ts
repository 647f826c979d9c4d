import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';

export interface Certificate {
  key: string;
  cert: string;
}

export interface FrontDoor extends AsyncDisposable {
  /** Without a slash at the end. */
  url: string;
  /** Connections that have come through. */
  connections(): number;
}

/** A door before a server: counts who comes through, and speaks TLS when it has a certificate. */
export async function openFrontDoor(serverUrl: string, certificate?: Certificate): Promise<FrontDoor> {
  const { hostname, port } = new URL(serverUrl);
  const open = new Set<Socket>();
  let count = 0;
  const pass = (caller: Socket) => {
    count += 1;
    const server = connect({ host: hostname, port: Number(port) });
    for (const [side, other] of [
      [caller, server],
      [server, caller],
    ] as const) {
      open.add(side);
      side.pipe(other);
      side.on('error', () => other.destroy());
      side.on('close', () => {
        open.delete(side);
        other.destroy();
      });
    }
  };
  const door = certificate ? createTlsServer(certificate, pass) : createServer(pass);
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${(door.address() as AddressInfo).port}`,
    connections: () => count,
    [Symbol.asyncDispose]: async () => {
      for (const socket of open) socket.destroy();
      door.close();
      await once(door, 'close');
    },
  };
}

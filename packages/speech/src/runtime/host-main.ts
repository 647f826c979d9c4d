import { Socket } from 'node:net';
import { serveHost } from './host.ts';

/** The program of an engine host: a child process whose file descriptor 3 is the line to the gateway. */
const GATEWAY_FD = 3;

const gateway = new Socket({ fd: GATEWAY_FD, readable: true, writable: true });
// Without a gateway nobody listens: leave at once, whatever the engines are doing.
gateway.on('close', () => process.exit(0));
// An interrupt at the terminal goes to the whole process group; the gateway decides when its hosts end.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

await serveHost(gateway, { engines: (process.env.SHOAL_ENGINES ?? '').split(',').filter(Boolean) });

export { type AppPorts, createApp } from './app.ts';
export { main } from './main.ts';
export { newKey } from './new-key.ts';

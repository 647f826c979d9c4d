import { defineConfig } from 'vite';

export default defineConfig({
  // The SDK's sources, for browsers: nothing needs to be built first.
  resolve: { conditions: ['source', 'module', 'browser'] },
  build: {
    // Beside it is what the type checker remembers.
    outDir: 'dist/page',
    emptyOutDir: true,
    target: 'es2023',
    // The content security policy has no place for data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  // `npm run dev -w packages/playground` beside a server that runs.
  server: {
    proxy: Object.fromEntries(
      ['/v1', '/model', '/voices', '/wallet', '/admin', '/openapi.json', '/asyncapi.json'].map((path) => [
        path,
        { target: 'http://127.0.0.1:8080', ws: true },
      ]),
    ),
  },
});

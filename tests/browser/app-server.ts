import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { ProjectWithSdk } from '../../packages/sdk/src/testing/installed-package.ts';

const app = fileURLToPath(new URL('app', import.meta.url));

/** The page of `app/`, built by Vite with the installed package, and served before a Shoal server as proxies do. */
export class AppServer implements AsyncDisposable {
  readonly url: string;
  readonly #close: () => Promise<void>;

  private constructor(url: string, close: () => Promise<void>) {
    this.url = url;
    this.#close = close;
  }

  static async start(shoalUrl: string): Promise<AppServer> {
    const project = await ProjectWithSdk.create();
    await cp(app, project.folder, { recursive: true });
    const common = { root: project.folder, configFile: false, logLevel: 'silent' } as const;
    await build(common);
    const server = await preview({
      ...common,
      preview: {
        host: '127.0.0.1',
        port: 0,
        proxy: { '/v1': { target: shoalUrl, ws: true } },
      },
    });
    const [url = ''] = server.resolvedUrls?.local ?? [];
    return new AppServer(url, async () => {
      await server.close();
      await project[Symbol.asyncDispose]();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

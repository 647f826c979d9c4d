import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** A project elsewhere that has the package installed as npm would: from the tarball that would be published. */
export class ProjectWithSdk implements AsyncDisposable {
  /** Of the project. */
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Where the package is installed. */
  get installed(): string {
    return join(this.folder, 'node_modules/@shoal/sdk');
  }

  static async create(): Promise<ProjectWithSdk> {
    const project = new ProjectWithSdk(await mkdtemp(join(tmpdir(), 'sdk-consumer-')));
    try {
      await project.#install();
      return project;
    } catch (error) {
      await project[Symbol.asyncDispose]();
      throw error;
    }
  }

  async #install(): Promise<void> {
    const { folder, installed } = this;
    const staged = join(folder, 'staged');
    await run(process.execPath, [join(root, 'packages/sdk/stage.mjs'), staged]);
    const pack = await run('npm', ['pack', '--json', '--pack-destination', folder], { cwd: staged });
    const [{ filename }] = JSON.parse(pack.stdout) as [{ filename: string }];
    await run('tar', ['-xzf', filename], { cwd: folder });
    await mkdir(join(folder, 'node_modules/@shoal'), { recursive: true });
    await cp(join(folder, 'package'), installed, { recursive: true });
    await symlink(join(root, 'node_modules/ws'), join(folder, 'node_modules/ws'));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

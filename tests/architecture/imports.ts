import { posix } from 'node:path';

type Arrows = Record<string, Record<string, 'anything' | 'types'>>;

/** Which package may import what of which other ones. */
export const allowedArrows: Arrows = {
  wire: {},
  sdk: { wire: 'types' },
  speech: {},
  server: { wire: 'anything', speech: 'anything' },
  cli: { sdk: 'anything', server: 'anything' },
  playground: { sdk: 'anything' },
};

/** A source file or package.json; `path` from the repository's root, with slashes: `packages/NAME/…`. */
export interface RepositoryFile {
  path: string;
  text: string;
}

interface Import {
  specifier: string;
  typesOnly: boolean;
}

/** One line for each import in a TypeScript file that its package may not make. */
export function forbiddenImports({ path, text }: RepositoryFile, arrows = allowedArrows): string[] {
  const own = packageOfPath(path);
  return importsOf(text).flatMap(({ specifier, typesOnly }) => {
    if (specifier.startsWith('.')) {
      const target = posix.join(posix.dirname(path), specifier);
      return packageOfPath(target) === own ? [] : [`${path} leaves its package: ${specifier}`];
    }
    const other = packageOfName(specifier);
    if (other === undefined || other === own) return [];
    const allowed = arrows[own]?.[other];
    if (allowed === undefined) return [`${path} may not import ${specifier}`];
    return allowed === 'types' && !typesOnly ? [`${path} may import only types from ${specifier}`] : [];
  });
}

/** One line for each package of ours that a package.json depends on and may not. */
export function forbiddenDependencies({ path, text }: RepositoryFile, arrows = allowedArrows): string[] {
  const own = packageOfPath(path);
  const allowed = arrows[own];
  if (!allowed) return [`${path} belongs to no known package`];
  const manifest: Record<string, unknown> = JSON.parse(text);
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
    .flatMap((list) => Object.keys(manifest[list] ?? {}))
    .filter((name) => {
      const other = packageOfName(name);
      return other !== undefined && !(other in allowed);
    })
    .map((name) => `${path} may not depend on ${name}`);
}

/** `packages/speech/src/…` → `speech`; the empty string outside of packages. */
function packageOfPath(path: string): string {
  return /^packages\/([^/]+)\//.exec(path)?.[1] ?? '';
}

/** `@shoal/speech/…` → `speech`; undefined for packages that are not ours. */
function packageOfName(specifier: string): string | undefined {
  return /^@shoal\/([^/]+)/.exec(specifier)?.[1];
}

/** Statements start their line, so that examples in comments are none; biome's layout and semicolons are relied on. */
const statement = /^(?:import|export)\s+(type\b)?[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm;
const sideEffect = /^import\s*['"]([^'"]+)['"]/gm;
const call = /^(?!\s*(?:\*|\/\/)).*?\b(?:import|require|import\.meta\.resolve)\(\s*['"`]([^'"`]+)['"`]/gm;

function importsOf(text: string): Import[] {
  const statements = Array.from(text.matchAll(statement), ([, type, specifier = '']) => ({
    specifier,
    typesOnly: type !== undefined,
  }));
  const others = [...text.matchAll(sideEffect), ...text.matchAll(call)];
  return [...statements, ...others.map(([, specifier = '']) => ({ specifier, typesOnly: false }))];
}

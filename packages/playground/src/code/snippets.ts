/** The same call in three ways. None of them has a key in it. */
export interface Snippets {
  curl: string;
  typescript: string;
  python: string;
}

/** Names and the code of their values. */
type Members = Readonly<Record<string, string | undefined>>;

/** For a shell: nothing in it is special. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** For TypeScript, as for Python: JSON strings are strings of both. */
export const quoted = (text: string): string => JSON.stringify(text);

/** `{ a: 1, b: "x" }`, without what is undefined. */
export function objectCode(members: Members, indent = '  '): string {
  const lines = Object.entries(members).flatMap(([name, code]) =>
    code === undefined ? [] : [`${indent}${name}: ${code},`],
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent.slice(2)}}`;
}

/** `a=1,` and `b="x",`, without what is undefined. */
export function argumentLines(members: Members): string[] {
  return Object.entries(members).flatMap(([name, code]) =>
    code === undefined ? [] : [`    ${name}=${code},`],
  );
}

/** `(a=1, b="x")`, one a line. */
export const argumentsCode = (members: Members): string => `(\n${argumentLines(members).join('\n')}\n)`;

export const authorization = '-H "Authorization: Bearer $FISH_API_KEY"';

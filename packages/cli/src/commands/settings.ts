/** Sets the environment variables that options stand for, where they were given. */
export function setVariables<Option extends string>(
  variables: Readonly<Record<Option, string>>,
  options: Readonly<Partial<Record<Option, string>>>,
): void {
  for (const [option, variable] of Object.entries<string>(variables)) {
    const value = options[option as Option];
    if (value !== undefined) process.env[variable] = value;
  }
}

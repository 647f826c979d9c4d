import type { Finding } from './finding.ts';

const oldest = [20, 19] as const;

export function checkNode(version = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isNewEnough = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  if (isNewEnough) return { name: 'Node', state: 'ok', detail: version };
  return {
    name: 'Node',
    state: 'broken',
    detail: `${version} is too old`,
    remedy: `install Node ${oldest.join('.')} or newer from https://nodejs.org`,
  };
}

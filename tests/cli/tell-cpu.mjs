// Preloaded into a process, it tells at the end how much computing time it took, in microseconds.
import process from 'node:process';

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(String(user + system));
});

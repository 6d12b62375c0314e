/**
 * Makes this machine ready for the tests: looks for each program of the system they need, and installs the Debian
 * packages of those that are missing when run as root on a machine with apt. Anywhere else it names them and fails.
 */
import { spawnSync } from 'node:child_process';
import { describeProgram, findProgram, programNames } from './programs.ts';
import type { ProgramName } from './programs.ts';

const missing = missingPrograms();
if (missing.length > 0) {
  if (canInstall()) install(missing);
  const still = missingPrograms();
  if (still.length > 0) {
    report(still);
    process.exit(1);
  }
}
console.log(`System programs: all ${programNames.length} found.`);

function missingPrograms(): readonly ProgramName[] {
  return programNames.filter((name) => findProgram(name) === undefined);
}

function canInstall(): boolean {
  return process.getuid?.() === 0 && spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status === 0;
}

function install(names: readonly ProgramName[]): void {
  const packages = packagesOf(names);
  console.log(`Installing for ${names.join(', ')}: ${packages.join(' ')}`);
  aptGet(['update']);
  aptGet(['install', '-y', '--no-install-recommends', ...packages]);
}

function aptGet(words: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...words], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) console.error(`apt-get ${words.join(' ')} failed:\n${stdout}\n${stderr}`);
}

function report(names: readonly ProgramName[]): void {
  console.error('The tests need programs that are not on this machine:');
  for (const name of names) {
    const { purpose, packages } = describeProgram(name);
    console.error(`  ${name.padEnd(9)} for ${purpose} (${packages.join(' ')})`);
  }
  console.error(`On Debian, install them with: apt-get install ${packagesOf(names).join(' ')}`);
}

function packagesOf(names: readonly ProgramName[]): readonly string[] {
  return [...new Set(names.flatMap((name) => describeProgram(name).packages))];
}

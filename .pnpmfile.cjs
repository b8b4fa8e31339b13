/** What some packages say that they need, put right. Reviewed here, since a lockfile can't say why. */
const corrections = {
  // An optional peer that whoever installs a colour library fills in: there would be two copies of Sequelize.
  debug: (manifest) => ({ ...manifest, peerDependenciesMeta: {} }),
  // It comes as one built file; what that was built from is 115 packages, React among them, and nobody loads them.
  redoc: (manifest) => ({ ...manifest, dependencies: {}, peerDependencies: {} }),
  // It writes types with the compiler's JavaScript API, which TypeScript 7 has not: it gets a compiler of its own.
  'openapi-typescript': (manifest) => ({
    ...manifest,
    peerDependencies: {},
    dependencies: { ...manifest.dependencies, typescript: '5.9.3' },
  }),
};

module.exports = {
  hooks: { readPackage: (manifest) => corrections[manifest.name]?.(manifest) ?? manifest },
};

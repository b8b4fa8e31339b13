// Redoc comes as one built file; what that was built from is 115 packages, React among them, and nobody loads them.
const BUILT = new Set(['redoc']);

module.exports = {
  hooks: {
    readPackage(manifest) {
      return BUILT.has(manifest.name) ? { ...manifest, dependencies: {}, peerDependencies: {} } : manifest;
    },
  },
};

/**
 * Voices that clients ask for without having chosen them: the defaults of well-known plugins, and the ones in
 * published examples. Each gets a built-in voice of the same kind, so that those programs speak unchanged.
 */
export const wellKnownVoices: Readonly<Record<string, string>> = {
  // Default of the LiveKit agents plugins, the present one and an older one.
  '933563129e564b19a115bedd57b7406a': 'flite-slt',
  '8ef4a238714b45718ce04243307c57a7': 'flite-slt',
  // The Python client's own tests.
  ca3007f96ae7499ab87d27ea3599956a: 'flite-slt',
  // Examples in the public documentation.
  '9a9cf47702da476aa4629e2506d4a857': 'flite-rms',
  '802e3bc2b27e49c2995d23ef70e6ac89': 'flite-rms',
};

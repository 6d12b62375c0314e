/**
 * Thumbprints (RFC 7638) of RSA keys whose private halves anybody can look up, because documentation prints them, and
 * which people paste where they were only meant to try something out.
 */
export const publishedKeys: ReadonlySet<string> = new Set([
  // The example of jwt.io.
  'oGDmHqCJ7yzMkWEkrlZVHkvrHIyQwtlDmeq5ForUHeY',
  // RFC 7515, appendix A.2.
  'IsUn6_e04MaShXFIISMp4kG62LWzMIPy_MvSA5pJgX8',
  // RFC 7517, appendix A.2, and RFC 7638, 3.1.
  'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs',
]);

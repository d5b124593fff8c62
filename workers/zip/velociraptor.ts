/** The entry of a secured container that says how the other one is encrypted. */
export const METADATA_NAME = 'metadata.json'
export const DATA_NAME = 'data.zip'
/** Some hundred bytes of JSON and one encrypted password. */
export const MAX_METADATA_BYTES = 1024 * 1024

/**
 * Why a secured container of Velociraptor's offline collector cannot be opened by a password, and what
 * to do; '' where it can. With a public key a random password is made, and only that key's owner reads
 * it from `EncryptedPass`. Source: Velociraptor's documentation, "Offline collections", collection
 * security.
 */
export function whyNoPassword(metadata: string, container: string): string {
  const scheme = /"Scheme"\s*:\s*"([^"\\]{1,40})"/i.exec(metadata)?.[1] ?? ''
  if (/^x509$/i.test(scheme)) {
    return (
      'encrypted by Velociraptor for the key of its server (X509): no password opens it; decrypt it ' +
      `with "velociraptor --config server.config.yaml unzip ${container} --dump_dir DIR", then drop DIR`
    )
  }
  if (/^(pgp|gpg)$/i.test(scheme)) {
    return (
      'encrypted by Velociraptor for a PGP key: decrypt EncryptedPass of metadata.json with ' +
      '"base64 -d pass.b64 | gpg --decrypt", then drop this again and give what comes out as the password'
    )
  }
  return ''
}

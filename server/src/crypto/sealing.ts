import { createCipheriv, randomBytes } from 'node:crypto';
import { compactDecrypt, CompactEncrypt } from 'jose';

/** One symmetric key of the ring. */
export interface SealingKey {
  readonly kid: string;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
}

/** A sealed text that cannot be opened: unknown key, other row, or changed bytes. */
export class UnsealError extends Error {
  override readonly name = 'UnsealError';
}

/**
 * Seals secrets for storage as JWE (RFC 7516) in compact form, `dir` with A256GCM, a fresh nonce each. The key's `kid`
 * and the row that the secret belongs to stand in the protected header, which GCM authenticates: a sealed text that
 * was moved to another row, cut or changed does not open.
 */
export class Vault {
  #keys: readonly SealingKey[];
  readonly #reread: () => readonly SealingKey[];

  /**
   * `keys`, newest first: the first seals, all of them open. `reread` is asked for the ring anew when a sealed text names
   * a key that is not in it. Throws a TypeError where there is none.
   */
  constructor(keys: readonly SealingKey[], reread: () => readonly SealingKey[] = () => []) {
    if (keys.length === 0) throw new TypeError('a vault needs at least one key');
    this.#keys = keys;
    this.#reread = reread;
  }

  /** Seals `text` for `row`, which names the table, id and column: `signing_keys/key_1/private`. */
  seal(text: string, row: string): Promise<string> {
    const [key] = this.#keys;
    if (key === undefined) throw new TypeError('a vault needs at least one key');
    return new CompactEncrypt(new TextEncoder().encode(text))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: key.kid, row })
      .encrypt(key.bytes);
  }

  /**
   * Seals at once, without giving the process's other work a turn: for what must be kept before anything else can happen.
   * The same form as that of `seal` (RFC 7516 §5.1 and §7.1 with `dir`: the encrypted key is empty).
   */
  sealNow(text: string, row: string): string {
    const [key] = this.#keys;
    if (key === undefined) throw new TypeError('a vault needs at least one key');
    const header = encode(JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: key.kid, row }));
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(header, 'ascii'));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [header, '', encode(nonce), encode(sealed), encode(cipher.getAuthTag())].join('.');
  }

  /** Opens what `seal` or `sealNow` made for the same `row`. Throws an UnsealError for anything else. */
  async open(sealed: string, row: string): Promise<string> {
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(
        sealed,
        (header) => {
          return this.#keyBytes(header.kid);
        },
        { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] },
      );
      if (protectedHeader['row'] !== row) throw new UnsealError('sealed for another row');
      return new TextDecoder('utf-8', { fatal: true }).decode(plaintext);
    } catch (error) {
      if (error instanceof UnsealError) throw error;
      throw new UnsealError('the sealed text was changed or is none', { cause: error });
    }
  }

  #keyBytes(kid: string | undefined): Uint8Array {
    const find = (): SealingKey | undefined => this.#keys.find((candidate) => candidate.kid === kid);
    const known = find();
    if (known !== undefined) return known.bytes;
    const ring = this.#reread();
    if (ring.length > 0) this.#keys = ring;
    const added = find();
    if (added === undefined) throw new UnsealError(`no key ${String(kid)} in the ring`);
    return added.bytes;
  }

  /** Whether `sealed` was made with the newest key. */
  isCurrent(sealed: string): boolean {
    return kidOf(sealed) === this.#keys[0]?.kid;
  }
}

function encode(bytes: string | Buffer): string {
  return (typeof bytes === 'string' ? Buffer.from(bytes) : bytes).toString('base64url');
}

function kidOf(sealed: string): unknown {
  try {
    const header: unknown = JSON.parse(Buffer.from(sealed.split('.', 1)[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null && 'kid' in header ? header.kid : undefined;
  } catch {
    return undefined;
  }
}

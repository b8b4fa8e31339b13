import { createServer, type Server } from 'node:http';
import { exportJWK, type GenerateKeyPairResult, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { addressOf } from '../src/server.ts';

const PATHS = { discovery: '/.well-known/openid-configuration', keys: '/keys' };

interface SigningKey {
  kid: string;
  alg: string;
  pair: GenerateKeyPairResult;
}

interface SignOptions {
  key?: SigningKey;
  /** As the token's header says it, whatever key signs; '' for none. */
  kid?: string;
}

/** A real OpenID Connect issuer as far as an API sees it: a discovery document, keys, and tokens signed with them. */
export class Issuer {
  /** What the discovery document says that it is; a test may make it lie. */
  named: string;
  /** What it answers instead of keys and documents, where it is out of order. */
  status = 200;
  /** The paths that were asked for. */
  readonly asked: string[] = [];
  /** What `/keys` has. */
  published: JWK[] = [];
  readonly url: string;
  readonly #server: Server;
  readonly #keys: SigningKey[] = [];

  private constructor(server: Server) {
    this.#server = server;
    this.url = addressOf(server);
    this.named = this.url;
  }

  static async start(alg = 'RS256'): Promise<Issuer> {
    const server = createServer((req, res) => {
      issuer.asked.push(req.url ?? '');
      const body = req.url === PATHS.keys ? { keys: issuer.published } : issuer.#metadata();
      res.writeHead(issuer.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = new Issuer(server);
    await issuer.addKey(alg);
    return issuer;
  }

  #metadata() {
    return { issuer: this.named, jwks_uri: this.url + PATHS.keys };
  }

  /** A new key that is published and signs from now on. */
  async addKey(alg: string): Promise<SigningKey> {
    const pair = await generateKeyPair(alg, { extractable: true });
    const key = { kid: `key-${this.#keys.length + 1}`, alg, pair };
    this.published.push({ ...(await exportJWK(pair.publicKey)), kid: key.kid, alg, use: 'sig' });
    this.#keys.push(key);
    return key;
  }

  /** A token for the audience `roster` that lives for a minute, unless the claims say otherwise. */
  sign(claims: JWTPayload = {}, { key = this.#keys.at(-1), kid = key?.kid }: SignOptions = {}): Promise<string> {
    if (key === undefined) throw new Error('there is a key');
    const now = Math.floor(Date.now() / 1000);
    const payload = {
      iss: this.url,
      aud: 'roster',
      sub: 'somebody',
      exp: now + 60,
      scope: 'employees:read',
      ...claims,
    };
    return new SignJWT(payload).setProtectedHeader({ alg: key.alg, ...(kid && { kid }) }).sign(key.pair.privateKey);
  }

  close(): void {
    this.#server.close().closeAllConnections();
  }
}
